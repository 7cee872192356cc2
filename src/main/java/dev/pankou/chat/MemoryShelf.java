package dev.pankou.chat;

import dev.pankou.conversation.Message;
import dev.pankou.egress.CancelSignal;
import dev.pankou.model.ToolSpec;
import dev.pankou.table.TableService;
import dev.pankou.table.TableUser;
import dev.pankou.variable.VariableService;
import dev.pankou.variable.VariableUser;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a bot's model may remember of its user: variables that it may set, and rows of the bot's tables. Threads share it. */
final class MemoryShelf implements ToolShelf {
    private static final ServerTool.Label LABEL =
            new ServerTool.Label("", Message.NONE, Message.NONE, ServerTool.Kind.BUILT_IN);

    private final VariableService variables;
    private final TableService tables;

    MemoryShelf(VariableService variables, TableService tables) {
        this.variables = variables;
        this.tables = tables;
    }

    @Override
    public List<ServerTool> tools(ServerTool.Turn turn) {
        var found = new ArrayList<ServerTool>();
        variables.keywordTool(turn.bot()).ifPresent(spec -> found.add(new Tool(spec, (called, arguments) -> variables.callTool(
                called.bot(),
                new VariableUser(called.caller().user(), called.connector(), called.endUser()),
                arguments.path("keyword").asString(""),
                text(arguments.path("value"))))));
        tables.tool(turn.bot()).ifPresent(spec -> found.add(new Tool(spec, (called, arguments) -> tables.callTool(
                called.bot(), new TableUser(called.connector(), called.endUser()), arguments.path("sql").asString("")))));
        return found;
    }

    /** A model that gives a number or an object means its text. */
    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.isMissingNode() || value.isNull() ? "" : value.toString();
    }

    private interface Work {
        String call(ServerTool.Turn turn, JsonNode arguments);
    }

    private record Tool(ToolSpec spec, Work work) implements ServerTool {
        @Override
        public Label label() {
            return LABEL;
        }

        @Override
        public Answer call(Turn turn, JsonNode arguments, CancelSignal cancel, Voice voice) {
            return Answer.of(work.call(turn, arguments));
        }
    }
}
