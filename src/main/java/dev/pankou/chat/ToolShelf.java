package dev.pankou.chat;

import java.util.List;

/** Where a turn's tools come from. Threads share it. */
public interface ToolShelf {
    /** The tools that the turn's bot has here, in its order; must cost nothing for a bot that has none. */
    List<? extends BotTool> tools(ServerTool.Turn turn);
}
