package dev.pankou.workflow.value;

import org.jspecify.annotations.Nullable;

/** What a path leads to; being absent and being null are different things. {@code value} is null where nothing is. */
public record Found(boolean present, @Nullable Object value) {
    public static final Found ABSENT = new Found(false, null);

    public static Found of(@Nullable Object value) {
        return new Found(true, value);
    }
}
