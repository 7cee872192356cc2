package dev.pankou.variable;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.event.Remembered;
import dev.pankou.event.Signals;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.model.ToolSpec;
import dev.pankou.store.Db;
import dev.pankou.variable.VariableOwner.Kind;
import dev.pankou.workspace.Role;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Variables: what bots and apps declare, and the values of their users. Keeps only a cache of declarations, so threads may
 * share it.
 */
public final class VariableService {
    /** Of a keyword that was not declared, and of {@code connector_uid}: both are parts of a key. */
    public static final int LONGEST_KEY = 200;

    /** Of a value, in characters. */
    public static final int LONGEST_VALUE = 100_000;

    /** The name of the tool by which a model sets a variable. */
    public static final String TOOL = "pankou_set_variable";

    static final int MOST_DEFINITIONS = 100;

    private static final Pattern KEYWORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{0,49}");
    private static final Id API = new Id(1024);
    private static final Id CHAT_SDK = new Id(999);

    private final Db db;
    private final Clock clock;
    private final WorkspaceService workspaces;
    private final Supplier<VariableBots> bots;
    private final VariableStore store = new VariableStore();
    private final Remembered<Asked, Optional<VariableStore.Declared>> declarations;

    /** @param workspace of an app; that of a bot does not matter */
    private record Asked(Kind kind, Id id, @Nullable Id workspace) {
        static Asked of(VariableOwner owner) {
            return new Asked(owner.kind(), owner.id(), owner.kind() == Kind.BOT ? null : owner.workspace());
        }
    }

    VariableService(Db db, Clock clock, WorkspaceService workspaces, Supplier<VariableBots> bots, Signals signals) {
        this.db = db;
        this.clock = clock;
        this.workspaces = workspaces;
        this.bots = bots;
        declarations = new Remembered<>(signals, "variables");
    }

    /** A value as a user has it; times in milliseconds, 0 while it is the default. */
    record Held(String keyword, String value, long createdAt, long updatedAt) {}

    /** What a bot declares, as an editor shows it. @throws dev.pankou.api.ApiException 4200, 4101 */
    List<Definition> ofBot(Caller caller, Id bot) {
        return db.read(handle -> {
            bots.get().workspaceOf(handle, caller, bot);
            return definitions(handle, VariableOwner.bot(bot, bot));
        });
    }

    /** What a bot declares. From memory, mostly; whether somebody may see the bot was asked before. */
    public List<Definition> definitions(Id bot) {
        var declared = declared(VariableOwner.bot(bot, bot));
        return declared == null ? List.of() : declared.definitions();
    }

    /** Replaces what a bot declares. Values of keywords that are gone stay, and count again when the keyword returns. */
    void declareBot(Caller caller, Id bot, List<Definition> definitions) {
        check(definitions);
        db.write(handle -> {
            store.declare(
                    handle, VariableOwner.bot(bot, bots.get().workspaceOfOwn(handle, caller, bot)), definitions, clock.millis());
            return bot;
        });
        declarations.changed();
    }

    /** What an app of a workspace declares. @throws dev.pankou.api.ApiException 4000, 4101 */
    List<Definition> ofApp(Caller caller, Id app, Id workspace) {
        return db.read(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id");
            return definitions(handle, VariableOwner.app(app, workspace));
        });
    }

    /** As {@link #declareBot}; apps are known by their id within a workspace. */
    void declareApp(Caller caller, Id app, Id workspace, List<Definition> definitions) {
        check(definitions);
        db.write(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id");
            store.declare(handle, VariableOwner.app(app, workspace), definitions, clock.millis());
            return app;
        });
        declarations.changed();
    }

    private static void check(List<Definition> definitions) {
        var seen = new HashSet<String>();
        for (var i = 0; i < definitions.size(); i++) {
            var keyword = definitions.get(i).keyword();
            if (!KEYWORD.matcher(keyword).matches()) {
                throw ApiError.field(
                        "variables[" + i + "].keyword",
                        "1 to 50 letters, digits and underscores, not a digit first");
            }
            if (!seen.add(keyword)) {
                throw ApiError.field("variables[" + i + "].keyword", "\"" + keyword + "\" is there twice");
            }
        }
    }

    private List<Definition> definitions(Handle handle, VariableOwner owner) {
        var declared = declared(handle, owner);
        return declared == null ? List.of() : declared.definitions();
    }

    private VariableStore.@Nullable Declared declared(Handle handle, VariableOwner owner) {
        return store.declared(handle, owner.kind(), owner.id()).stream()
                .filter(one -> owner.kind() == Kind.BOT || one.owner().workspace().equals(owner.workspace()))
                .filter(one -> !one.definitions().isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** What an owner declares; null: nothing. */
    private VariableStore.@Nullable Declared declared(VariableOwner owner) {
        return declarations
                .get(Asked.of(owner), () -> db.read(handle -> Optional.ofNullable(declared(handle, owner))))
                .orElse(null);
    }

    /**
     * Values of a user (OpenGetPlaygroundVariable), in the order of the declaration.
     *
     * @param keywords of those; empty: all. Unknown ones are left out
     * @throws dev.pankou.api.ApiException 4000, 4200, 4101, 4015
     */
    List<Held> held(Caller caller, @Nullable Id app, @Nullable Id bot, Id connector, String endUser, List<String> keywords) {
        checkUser(connector, endUser);
        return db.read(handle -> {
            var declared = reached(handle, caller, app, bot);
            if (declared == null) {
                return List.of();
            }
            var values = store.values(handle, declared.owner(), new VariableUser(caller.user(), connector, endUser));
            return declared.definitions().stream()
                    .filter(Definition::isUsers)
                    .filter(one -> keywords.isEmpty() || keywords.contains(one.keyword()))
                    .map(one -> {
                        var value = values.get(one.keyword());
                        return value == null
                                ? new Held(one.keyword(), one.defaultValue(), 0, 0)
                                : new Held(one.keyword(), value.text(), value.createdAt(), value.updatedAt());
                    })
                    .toList();
        });
    }

    /**
     * Sets values of a user, all or none.
     *
     * @throws dev.pankou.api.ApiException 4000 for a keyword that is not declared or not enabled; as {@link #held}
     */
    void hold(Caller caller, @Nullable Id app, @Nullable Id bot, Id connector, String endUser, List<Map.Entry<String, String>> values) {
        checkUser(connector, endUser);
        db.write(handle -> {
            var declared = reached(handle, caller, app, bot);
            var user = new VariableUser(caller.user(), connector, endUser);
            for (var i = 0; i < values.size(); i++) {
                var keyword = values.get(i).getKey();
                if (declared == null || find(declared, keyword).filter(Definition::isUsers).isEmpty()) {
                    throw ApiError.field("data[" + i + "].keyword", "variable \"" + keyword + "\" does not exist or is not enabled");
                }
                store.put(handle, declared.owner(), user, keyword, values.get(i).getValue(), clock.millis());
            }
            return connector;
        });
    }

    private static void checkUser(Id connector, String endUser) {
        if (!connector.equals(API) && !connector.equals(CHAT_SDK)) {
            throw ApiError.field("connector_id", "must be one of 1024 (API), 999 (Chat SDK)");
        }
        if (endUser.length() > LONGEST_KEY) {
            throw ApiError.field("connector_uid", "1 to " + LONGEST_KEY + " characters");
        }
    }

    /** What the app or the published bot of a call declares; null: nothing. */
    private VariableStore.@Nullable Declared reached(Handle handle, Caller caller, @Nullable Id app, @Nullable Id bot) {
        if (app != null) {
            return store.declared(handle, Kind.APP, app).stream()
                    .filter(one -> caller.reaches(one.owner().workspace())
                            && workspaces.belongs(handle, caller.user(), one.owner().workspace()))
                    .findFirst()
                    .orElseThrow(() -> ApiError.NOT_FOUND.with("app_id", app));
        }
        if (bot == null) {
            throw ApiError.field("bot_id", "bot_id or app_id is required");
        }
        var workspace = bots.get().workspaceOf(handle, caller, bot);
        bots.get().requirePublished(handle, bot);
        return declared(handle, VariableOwner.bot(bot, workspace));
    }

    private static Optional<Definition> find(VariableStore.Declared declared, String keyword) {
        return declared.definitions().stream().filter(one -> one.keyword().equals(keyword)).findFirst();
    }

    /**
     * What a workflow reads. Where nothing is declared, a variable exists once it was assigned.
     *
     * @return empty: there is no such variable
     */
    public Optional<String> read(VariableOwner owner, VariableUser user, String keyword) {
        var declared = declared(owner);
        if (declared == null) {
            return db.read(handle -> store.value(handle, owner, user, keyword)).map(VariableStore.Value::text);
        }
        return find(declared, keyword)
                .filter(Definition::isUsers)
                .map(one -> db.read(handle -> store.value(handle, declared.owner(), user, keyword))
                        .map(VariableStore.Value::text)
                        .orElse(one.defaultValue()));
    }

    /** The default of an app's own variable, with which each run begins. @return empty: there is no such variable */
    public Optional<String> appDefault(VariableOwner owner, String keyword) {
        var declared = declared(owner);
        return declared == null
                ? Optional.empty()
                : find(declared, keyword)
                        .filter(one -> one.enable() && one.channel() == Definition.Channel.APP)
                        .map(Definition::defaultValue);
    }

    /**
     * Sets a user's variable, at once for everybody who reads it.
     *
     * @return why it cannot be set; null: it is
     */
    public @Nullable String set(VariableOwner owner, VariableUser user, String keyword, String value) {
        if (keyword.isEmpty() || keyword.length() > LONGEST_KEY || user.endUser().length() > LONGEST_KEY) {
            return "a variable's name and the user's id have at most " + LONGEST_KEY + " characters";
        }
        if (value.length() > LONGEST_VALUE) {
            return "a variable's value has at most " + LONGEST_VALUE + " characters";
        }
        var declared = declared(owner);
        if (declared != null && find(declared, keyword).filter(Definition::isUsers).isEmpty()) {
            return "variable " + keyword + " not exists";
        }
        db.write(handle -> {
            store.put(
                    handle, declared == null ? owner : declared.owner(), user, SoundText.of(keyword), SoundText.of(value),
                    clock.millis());
            return owner;
        });
        return null;
    }

    /**
     * What {@code {{keyword}}} in a bot's prompt stands for: the enabled variables that prompts may see. Asks nothing of the
     * store for a bot that has none.
     */
    public Map<String, String> forPrompt(Id bot, VariableUser user) {
        var declared = declared(VariableOwner.bot(bot, bot));
        if (declared == null || declared.definitions().stream().noneMatch(Definition::isPrompts)) {
            return Map.of();
        }
        var values = db.read(handle -> store.values(handle, declared.owner(), user));
        var shown = new LinkedHashMap<String, String>();
        for (var one : declared.definitions()) {
            if (one.isPrompts()) {
                var value = values.get(one.keyword());
                shown.put(one.keyword(), value == null ? one.defaultValue() : value.text());
            }
        }
        return shown;
    }

    /** The tool by which the bot's model sets a variable of its user; empty when there is none that it may set. */
    public Optional<ToolSpec> keywordTool(Id bot) {
        var writable = definitions(bot).stream().filter(Definition::isPrompts).toList();
        if (writable.isEmpty()) {
            return Optional.empty();
        }
        var about = new StringBuilder("Remembers something about the user for good, as the value of one of these variables:");
        var parameters = Json.object().put("type", "object");
        var properties = parameters.putObject("properties");
        var keyword = properties.putObject("keyword").put("type", "string").put("description", "the variable");
        var names = keyword.putArray("enum");
        for (var one : writable) {
            names.add(one.keyword());
            about.append("\n- ").append(one.keyword());
            if (!one.description().isEmpty()) {
                about.append(": ").append(one.description());
            }
        }
        properties.putObject("value").put("type", "string").put("description", "its new value");
        parameters.putArray("required").add("keyword").add("value");
        return Optional.of(new ToolSpec(TOOL, about.toString(), parameters));
    }

    /**
     * What {@link #keywordTool} does when a model calls it.
     *
     * @return what the model is told
     */
    public String callTool(Id bot, VariableUser user, String keyword, String value) {
        var mayBeSet = definitions(bot).stream().anyMatch(one -> one.isPrompts() && one.keyword().equals(keyword));
        var refused = mayBeSet
                ? set(VariableOwner.bot(bot, bot), user, keyword, value)
                : "variable " + keyword + " not exists";
        return refused == null ? "done" : "error: " + refused;
    }
}
