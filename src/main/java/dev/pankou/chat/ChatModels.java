package dev.pankou.chat;

import dev.pankou.id.Id;
import dev.pankou.model.ModelSpec;
import org.jspecify.annotations.Nullable;

/** Finds models. Implemented by the provider room. */
public interface ChatModels {
    /** The model with this id, or the default one for null; null when there is none or it is disabled. */
    @Nullable ModelSpec find(@Nullable Id model);
}
