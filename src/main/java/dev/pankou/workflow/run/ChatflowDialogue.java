package dev.pankou.workflow.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

import dev.pankou.chat.FlowChats;
import dev.pankou.id.Id;
import dev.pankou.model.ContentPart;
import dev.pankou.model.ModelMessage;
import dev.pankou.workflow.node.RunContext;

/**
 * The conversation of a run. Read anew each time it is asked for: conversation nodes change it meanwhile.
 *
 * @param now what the user said at the run's start; null after a reply or a take-over: then it is in the store
 */
record ChatflowDialogue(FlowChats chats, Run run, @Nullable List<ContentPart> now) implements RunContext.Dialogue {
    @Override
    public Id conversation() {
        return run.extra().conversation();
    }

    @Override
    public Id section() {
        return run.extra().section();
    }

    @Override
    public Id question() {
        return run.extra().question();
    }

    @Override
    public List<ModelMessage> history(int rounds) {
        return chats.history(run.creator(), conversation(), section(), run.extra().question(), rounds);
    }

    @Override
    public List<ContentPart> said() {
        return now != null ? now : chats.said(run.creator(), conversation(), run.extra().question());
    }
}
