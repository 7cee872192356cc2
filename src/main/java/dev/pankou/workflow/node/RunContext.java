package dev.pankou.workflow.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

import dev.pankou.id.Id;
import dev.pankou.model.ContentPart;
import dev.pankou.model.ModelMessage;

/**
 * The run that a node belongs to.
 *
 * @param user whose token started it
 * @param endUser {@code ext.user_id}, or the user's id
 * @param bot the bot it runs for, or null
 * @param app the app it runs for, or null
 * @param dialogue of a chatflow; null in a workflow
 */
public record RunContext(
        Id execute,
        Id workflow,
        Id workspace,
        Id user,
        String endUser,
        Id connector,
        @Nullable Id bot,
        @Nullable Id app,
        @Nullable Dialogue dialogue) {

    /** The conversation that a chatflow runs in (WORKFLOW 12). */
    public interface Dialogue {
        Id conversation();

        Id section();

        /** The user's message that began the present round. */
        Id question();

        /** Up to so many rounds before the present one, oldest first. */
        List<ModelMessage> history(int rounds);

        /** What the user said now, with images and files; the text alone is the input USER_INPUT. */
        List<ContentPart> said();
    }
}
