package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.NodeType;

/** Conversation and message nodes (WORKFLOW 8.37-8.39, 8.51-8.57): their inputs go to the conversations, the outputs come from there. */
record ConversationWork(NodeType type, Effect effect) implements NodeWork {
    @Override
    public Outcome run(NodeCall call) {
        return Outcome.done(call.outside().conversation(type, call.inputs()));
    }
}
