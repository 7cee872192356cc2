package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.canvas.NodeType;
import org.jspecify.annotations.Nullable;

/** Which class does the work of which type. */
public final class NodeTypes {
    private NodeTypes() {}

    /**
     * The work of a node; null for types that the engine does itself, and for those that do not run here.
     *
     * @throws CompileException when the node is set to something that cannot run
     */
    public static @Nullable NodeWork of(NodeType type, NodeScope scope) {
        return switch (type) {
            case TEXT -> text(scope);
            case SELECTOR -> Selector.of(scope);
            case TO_JSON -> ToJson.of(scope);
            case FROM_JSON -> FromJson.of(scope);
            case LLM -> Llm.of(scope);
            case CODE -> UserCode.of(scope);
            case HTTP -> HttpRequest.of(scope);
            case INTENT -> Intent.of(scope);
            case QUESTION -> Question.of(scope);
            case INPUT -> Input.of(scope);
            case CONVERSATION_UPDATE, CONVERSATION_DELETE, MESSAGE_CREATE -> new ConversationWork(type, NodeWork.Effect.ONCE);
            case MESSAGE_LIST,
                    CONVERSATION_CLEAR,
                    CONVERSATION_CREATE,
                    CONVERSATION_LIST,
                    CONVERSATION_HISTORY,
                    MESSAGE_UPDATE,
                    MESSAGE_DELETE ->
                new ConversationWork(type, NodeWork.Effect.REPEATABLE);
            case ASSIGN_VARIABLE -> AssignVariable.of(scope);
            case PLUGIN -> PluginCall.of(scope);
            case KNOWLEDGE, KNOWLEDGE_WRITE, KNOWLEDGE_DELETE -> KnowledgeWork.of(type, scope);
            case VARIABLE -> OldVariable.of(scope);
            case DATABASE -> DatabaseSql.of(scope);
            case DATABASE_SELECT -> Database.select(scope);
            case DATABASE_INSERT -> Database.insert(scope);
            case DATABASE_UPDATE -> Database.update(scope);
            case DATABASE_DELETE -> Database.delete(scope);
            default -> null;
        };
    }

    private static NodeWork text(NodeScope scope) {
        return switch (Fields.text(scope.node().inputs(), "method")) {
            case "concat" -> TextConcat.of(scope);
            case "split" -> TextSplit.of(scope);
            default -> throw Setting.bad(scope.node(), "inputs.method", "concat, split");
        };
    }
}
