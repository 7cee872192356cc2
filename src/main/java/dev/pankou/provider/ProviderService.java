package dev.pankou.provider;

import dev.pankou.api.ApiError;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.model.ApiKind;
import dev.pankou.model.Capability;
import dev.pankou.model.ModelClient;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelException;
import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.ModelSpec;
import dev.pankou.model.ModelSpec.Parameter;
import dev.pankou.model.Sampling;
import dev.pankou.provider.ProviderStore.Row;
import dev.pankou.secret.Seal;
import dev.pankou.store.Db;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Models and which of them is the default. Threads share it; a change on another node is seen within seconds. */
public final class ProviderService {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderService.class);

    /** How long a read catalog is good. */
    private static final long FRESH_MILLIS = 3000;

    private static final int TEST_TOKENS = 16;

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final Seal seal;
    private final ModelClient client;
    private final ProviderStore store = new ProviderStore();
    private volatile @Nullable Read read;

    private record Read(Catalog catalog, long at) {}

    ProviderService(Db db, Clock clock, Ids ids, Seal seal, ModelClient client) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.seal = seal;
        this.client = client;
    }

    /** The model of the settings. */
    public record Configured(URI baseUrl, String apiKey, String name) {}

    /** All models. From memory nearly always; not to be called inside other work on the store. */
    public Catalog catalog() {
        var known = read;
        var now = clock.millis();
        if (known == null || Math.abs(now - known.at()) > FRESH_MILLIS) {
            known = new Read(catalog(db.read(store::all)), now);
            read = known;
        }
        return known.catalog();
    }

    private Catalog catalog(List<Row> rows) {
        var entries = new ArrayList<Catalog.Entry>();
        var hasDefault = false;
        for (var row : rows) {
            var isDefault = row.isDefault() && row.enabled() && !hasDefault;
            hasDefault |= isDefault;
            entries.add(new Catalog.Entry(spec(row), row.source(), isDefault, row.enabled()));
        }
        entries.add(new Catalog.Entry(ModelSpec.offline(), Catalog.Source.BUILTIN, !hasDefault, true));
        return new Catalog(entries);
    }

    private ModelSpec spec(Row row) {
        var key = "";
        try {
            key = seal.open(row.sealedKey());
        } catch (IllegalStateException lost) {
            LOG.error("The key of a model cannot be opened; enter it again. model={}", row.id());
        }
        return new ModelSpec(
                row.id(),
                row.name(),
                row.kind(),
                URI.create(row.baseUrl()),
                key.isEmpty() ? null : key,
                row.remoteName(),
                row.contextWindow(),
                row.capabilities(),
                row.parameters());
    }

    /** Makes the model of the settings the default one, as it is given now; null: there is none, so forgets the earlier one. */
    void configure(@Nullable Configured given) {
        db.write(handle -> {
            var old = store.all(handle).stream().filter(row -> row.source() == Catalog.Source.SETTING).findFirst();
            if (given == null) {
                old.ifPresent(row -> store.delete(handle, row.id()));
                return false;
            }
            var usual = ModelSpec.openAiChat(old.map(Row::id).orElseGet(ids::next), given.baseUrl(), null, given.name());
            var same = old.filter(row -> row.remoteName().equals(given.name()));
            store.clearDefault(handle);
            store.put(
                    handle,
                    new Row(
                            usual.id(),
                            same.map(Row::name).orElse(usual.name()),
                            same.map(Row::kind).orElse(usual.kind()),
                            given.baseUrl().toString(),
                            seal.seal(given.apiKey()),
                            given.name(),
                            same.map(Row::contextWindow).orElse(usual.contextWindow()),
                            same.map(Row::capabilities).orElse(usual.capabilities()),
                            same.map(Row::parameters).orElse(usual.parameters()),
                            Catalog.Source.SETTING,
                            true,
                            true),
                    clock.millis());
            return true;
        });
        read = null;
    }

    /** What an administrator says of a model; null: as it is, or as usual for a new one. */
    record Change(
            @Nullable String name,
            @Nullable ApiKind kind,
            @Nullable URI baseUrl,
            @Nullable String apiKey,
            @Nullable String remoteName,
            @Nullable Integer contextWindow,
            @Nullable Set<Capability> capabilities,
            @Nullable List<Parameter> parameters,
            @Nullable Boolean isDefault,
            @Nullable Boolean enabled) {
        /** Whether something is to change that only the settings may say. */
        boolean connection() {
            return baseUrl != null || apiKey != null || remoteName != null;
        }

        boolean onlyDefault() {
            return !connection()
                    && name == null
                    && kind == null
                    && contextWindow == null
                    && capabilities == null
                    && parameters == null
                    && enabled == null;
        }
    }

    Id add(URI baseUrl, String remoteName, Change change) {
        var usual = ModelSpec.openAiChat(ids.next(), baseUrl, null, remoteName);
        var fresh = new Row(
                usual.id(), usual.name(), usual.kind(), baseUrl.toString(), "", remoteName, usual.contextWindow(),
                usual.capabilities(), usual.parameters(), Catalog.Source.ADDED, false, true);
        save(fresh, change);
        return usual.id();
    }

    /** @throws dev.pankou.api.ApiException 4200 for an unknown model, 4000 for what the settings or the build decide */
    void update(Id id, Change change) {
        if (id.equals(ModelSpec.OFFLINE_ID)) {
            if (!change.onlyDefault()) {
                throw ApiError.field("model_id", "the built-in model cannot be changed");
            }
            if (Boolean.TRUE.equals(change.isDefault())) {
                db.write(handle -> {
                    store.clearDefault(handle);
                    return id;
                });
                read = null;
            }
            return;
        }
        var row = db.read(handle -> store.find(handle, id)).orElseThrow(() -> unknown(id));
        if (row.source() == Catalog.Source.SETTING && change.connection()) {
            throw ApiError.field("model_id", "address, key and name of this model come from the settings of the server");
        }
        save(row, change);
    }

    private void save(Row old, Change change) {
        var isDefault = change.isDefault() == null ? old.isDefault() : change.isDefault();
        var enabled = change.enabled() == null ? old.enabled() : change.enabled();
        if (isDefault && !enabled) {
            throw ApiError.field("enabled", "the default model cannot be disabled; make another one the default first");
        }
        var row = new Row(
                old.id(),
                or(change.name(), old.name()),
                or(change.kind(), old.kind()),
                change.baseUrl() == null ? old.baseUrl() : change.baseUrl().toString(),
                change.apiKey() == null ? old.sealedKey() : seal.seal(change.apiKey()),
                or(change.remoteName(), old.remoteName()),
                or(change.contextWindow(), old.contextWindow()),
                or(change.capabilities(), old.capabilities()),
                or(change.parameters(), old.parameters()),
                old.source(),
                isDefault,
                enabled);
        db.write(handle -> {
            if (isDefault) {
                store.clearDefault(handle);
            }
            store.put(handle, row, clock.millis());
            return row;
        });
        read = null;
    }

    private static <T> T or(@Nullable T given, T old) {
        return given == null ? old : given;
    }

    void delete(Id id) {
        if (id.equals(ModelSpec.OFFLINE_ID)) {
            throw ApiError.field("model_id", "the built-in model is always there");
        }
        db.write(handle -> {
            var row = store.find(handle, id).orElseThrow(() -> unknown(id));
            if (row.source() == Catalog.Source.SETTING) {
                throw ApiError.field("model_id", "this model comes from the settings of the server; remove it there");
            }
            store.delete(handle, id);
            return id;
        });
        read = null;
    }

    /**
     * What came of a small real call.
     *
     * @param firstTokenMillis until the first piece; null when there was none
     * @param streaming whether the answer came in more than one piece
     * @param error in plain words; empty when all is well
     */
    record Trial(boolean ok, @Nullable Long firstTokenMillis, long totalMillis, boolean streaming, String error) {}

    Trial test(Id id) {
        var entry = catalog().entry(id);
        if (entry == null) {
            throw unknown(id);
        }
        var sampling = new Sampling(
                null, null, null, null, null, TEST_TOKENS, Sampling.ResponseFormat.TEXT, null, false, false, null);
        var request = new ModelRequest(
                entry.spec(), List.of(ModelMessage.User.of("Count from one to five.")), List.of(), sampling, null);
        var began = System.nanoTime();
        Long first = null;
        var pieces = 0;
        try (var call = client.open(request)) {
            for (var event = call.next(); event != null; event = call.next()) {
                if (event instanceof ModelEvent.Text || event instanceof ModelEvent.Reasoning) {
                    pieces++;
                    first = first == null ? (Long) millisSince(began) : first;
                }
            }
        } catch (ModelException failed) {
            return new Trial(false, first, millisSince(began), pieces > 1, advice(failed.kind()));
        }
        var error = pieces == 0 ? "The model ended its answer without a word." : "";
        return new Trial(pieces > 0, first, millisSince(began), pieces > 1, error);
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static String advice(ModelException.Kind kind) {
        return switch (kind) {
            case UNAVAILABLE -> "The server cannot be reached. Check the address, and that it is up.";
            case REFUSED -> "The server refused the call. Check the key, the model's name and the kind of interface.";
            case RATE_LIMITED -> "The server says that its rate limit or quota is reached.";
            case TIMEOUT -> "The server did not answer in time.";
            case MALFORMED -> "The answer is not what this kind of interface sends. Check the address and the kind.";
            case CUT_OFF -> "The answer was cut off in the middle.";
            case CONTEXT_TOO_LONG -> "The server says that a question of five words is too long for this model.";
            case CANCELLED -> "The call was cancelled.";
        };
    }

    private static RuntimeException unknown(Id id) {
        return ApiError.NOT_FOUND.with("model_id", id);
    }
}
