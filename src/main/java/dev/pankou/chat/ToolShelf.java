package dev.pankou.chat;

import java.util.List;

/** Where a turn's server tools come from. Threads share it. */
public interface ToolShelf {
    /** The tools that the turn's bot has here, in its order; must cost nothing for a bot that has none. */
    List<ServerTool> tools(ServerTool.Turn turn);

    /** Those that the caller runs. */
    default List<ClientTool> clientTools(ServerTool.Turn turn) {
        return List.of();
    }
}
