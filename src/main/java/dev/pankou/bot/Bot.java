package dev.pankou.bot;

import dev.pankou.id.Id;
import org.jspecify.annotations.Nullable;

/**
 * A bot as it is being edited. Times in milliseconds.
 *
 * @param updatedAt rises with every change of the draft and every publish
 */
public record Bot(
        Id id,
        Id workspace,
        Id owner,
        String name,
        String description,
        @Nullable Id iconFile,
        BotConfig draft,
        long createdAt,
        long updatedAt) {}
