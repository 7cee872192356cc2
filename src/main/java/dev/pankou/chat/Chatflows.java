package dev.pankou.chat;

import dev.pankou.id.Id;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What this room asks of workflows, for bots that are a chatflow. Implemented by the workflow room. */
public interface Chatflows {
    /** Where there are none. */
    Chatflows NONE = (turn, wish) -> {
        throw new IllegalStateException("chatflows are not wired");
    };

    /**
     * Runs a bot's published chatflow for a turn, or answers the question that the conversation waits with.
     *
     * @throws dev.pankou.api.ApiException 4000 for inputs that do not fit, 4009, 4016, 4200
     */
    FlowChat start(FlowTurn turn, Wish wish);

    /** Chats of these runs were ended because their server is gone: nobody can answer what the runs may wait for. */
    default void abandoned(List<Id> runs) {}

    /**
     * What to run.
     *
     * @param workspace of the bot, where the chatflow must be
     * @param parameters of the start node
     * @param cards whether questions with options and forms are asked as cards
     */
    record Wish(Id workspace, Id workflow, @Nullable Map<String, JsonNode> parameters, boolean cards) {}
}
