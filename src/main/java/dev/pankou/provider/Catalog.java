package dev.pankou.provider;

import dev.pankou.id.Id;
import dev.pankou.model.ModelSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All models at one moment; the built-in one is the last. Immutable.
 *
 * @param entries disabled ones too
 */
public record Catalog(List<Entry> entries) {
    /** Where a model comes from. */
    public enum Source {
        /** {@code POST /pankou/v1/models}. */
        ADDED,
        /** PANKOU_MODEL_BASE_URL and its company. */
        SETTING,
        /** The offline model. */
        BUILTIN
    }

    /** A model and how it stands here. Exactly one entry of a catalog is the default. */
    public record Entry(ModelSpec spec, Source source, boolean isDefault, boolean enabled) {}

    public Catalog {
        entries = List.copyOf(entries);
    }

    /** The model of that id, when it is there and enabled; else null. */
    public @Nullable ModelSpec find(Id id) {
        var entry = entry(id);
        return entry != null && entry.enabled() ? entry.spec() : null;
    }

    /**
     * The model that a workflow's canvas names: by its id, else by a name of ours or its provider's in any case; the default
     * model where there is none such.
     */
    public ModelSpec named(String id, String name) {
        var parsed = Id.parse(id);
        var found = parsed == null ? null : find(parsed);
        if (found != null) {
            return found;
        }
        for (var entry : entries) {
            var spec = entry.spec();
            if (entry.enabled() && (spec.name().equalsIgnoreCase(name) || spec.remoteName().equalsIgnoreCase(name))) {
                return spec;
            }
        }
        return standard();
    }

    /** The model of bots that name none. */
    public ModelSpec standard() {
        for (var entry : entries) {
            if (entry.isDefault()) {
                return entry.spec();
            }
        }
        throw new IllegalStateException("a catalog always has a default model");
    }

    /** The model of that id, also a disabled one; or null. */
    @Nullable Entry entry(Id id) {
        for (var entry : entries) {
            if (entry.spec().id().equals(id)) {
                return entry;
            }
        }
        return null;
    }
}
