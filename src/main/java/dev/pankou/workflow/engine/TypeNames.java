package dev.pankou.workflow.engine;

import java.util.Map;

import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.canvas.NodeType;

/** The names by which events and histories call the types of nodes (WORKFLOW 8.0). */
final class TypeNames {
    private static final Map<NodeType, String> NAMES = Map.ofEntries(
            Map.entry(NodeType.START, "Start"),
            Map.entry(NodeType.END, "End"),
            Map.entry(NodeType.LLM, "LLM"),
            Map.entry(NodeType.PLUGIN, "Api"),
            Map.entry(NodeType.CODE, "Code"),
            Map.entry(NodeType.KNOWLEDGE, "Dataset"),
            Map.entry(NodeType.SELECTOR, "If"),
            Map.entry(NodeType.SUB_WORKFLOW, "SubWorkflow"),
            Map.entry(NodeType.DATABASE, "Database"),
            Map.entry(NodeType.OUTPUT, "Message"),
            Map.entry(NodeType.TEXT, "Text"),
            Map.entry(NodeType.QUESTION, "Question"),
            Map.entry(NodeType.BREAK, "Break"),
            Map.entry(NodeType.SET_VARIABLE, "LoopSetVariable"),
            Map.entry(NodeType.LOOP, "Loop"),
            Map.entry(NodeType.INTENT, "Intent"),
            Map.entry(NodeType.KNOWLEDGE_WRITE, "DatasetWrite"),
            Map.entry(NodeType.BATCH, "Batch"),
            Map.entry(NodeType.CONTINUE, "Continue"),
            Map.entry(NodeType.INPUT, "Input"),
            Map.entry(NodeType.VARIABLE_MERGE, "VariableAggregator"),
            Map.entry(NodeType.MESSAGE_LIST, "MessageList"),
            Map.entry(NodeType.CONVERSATION_CLEAR, "ClearConversationHistory"),
            Map.entry(NodeType.CONVERSATION_CREATE, "CreateConversation"),
            Map.entry(NodeType.CONVERSATION_UPDATE, "ConversationUpdate"),
            Map.entry(NodeType.CONVERSATION_DELETE, "ConversationDelete"),
            Map.entry(NodeType.CONVERSATION_LIST, "ConversationList"),
            Map.entry(NodeType.CONVERSATION_HISTORY, "ConversationHistory"),
            Map.entry(NodeType.MESSAGE_CREATE, "CreateMessage"),
            Map.entry(NodeType.MESSAGE_UPDATE, "EditMessage"),
            Map.entry(NodeType.MESSAGE_DELETE, "DeleteMessage"),
            Map.entry(NodeType.ASSIGN_VARIABLE, "AssignVariable"),
            Map.entry(NodeType.DATABASE_UPDATE, "DatabaseUpdate"),
            Map.entry(NodeType.DATABASE_SELECT, "DatabaseSelect"),
            Map.entry(NodeType.DATABASE_DELETE, "DatabaseDelete"),
            Map.entry(NodeType.DATABASE_INSERT, "DatabaseInsert"),
            Map.entry(NodeType.HTTP, "Http"),
            Map.entry(NodeType.TO_JSON, "ToJSON"),
            Map.entry(NodeType.FROM_JSON, "FromJSON"),
            Map.entry(NodeType.KNOWLEDGE_DELETE, "KnowledgeDelete"));

    private TypeNames() {}

    static String of(CanvasNode node) {
        var kind = node.kind();
        return kind == null ? node.type() : NAMES.getOrDefault(kind, kind.en());
    }
}
