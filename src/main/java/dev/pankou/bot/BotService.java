package dev.pankou.bot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.Page;
import dev.pankou.api.PageRequest;
import dev.pankou.conversation.BotAccess;
import dev.pankou.files.Icons;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.knowledge.KnowledgeBots;
import dev.pankou.plugin.PluginBots;
import dev.pankou.provider.ProviderService;
import dev.pankou.store.Db;
import dev.pankou.table.TableBots;
import dev.pankou.variable.VariableBots;
import dev.pankou.workspace.Role;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Bots, their versions and where they are published. Keeps only a cache of what never changes, so threads may share it. */
public final class BotService implements BotAccess, VariableBots, TableBots, PluginBots, KnowledgeBots {
    /** The channel of the API. */
    public static final Id API = new Id(1024);

    /** The channel of the Chat SDK. */
    public static final Id CHAT_SDK = new Id(999);

    private static final long CACHED_CONFIGS = 10_000;
    private static final long CACHED_SIGHTS = 100_000;

    /** What it depends on whether somebody sees a bot and which version. */
    private static final List<String> SEEN_FROM = List.of("bot", "bot_channel", "workspace_member");

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final WorkspaceService workspaces;
    private final Icons icons;
    private final ProviderService models;
    private final BotNames names;
    private final BotStore store = new BotStore();
    private final Cache<Visit, Sight> sights = Caffeine.newBuilder().maximumSize(CACHED_SIGHTS).build();
    private final Cache<Stamp, BotForChat> cache = Caffeine.newBuilder().maximumSize(CACHED_CONFIGS).build();

    BotService(
            Db db,
            Clock clock,
            Ids ids,
            WorkspaceService workspaces,
            Icons icons,
            ProviderService models,
            BotNames names) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.workspaces = workspaces;
        this.icons = icons;
        this.models = models;
        this.names = names;
    }

    /** What a cached configuration is known by: a version's number, or when the draft was changed last. */
    private record Stamp(Id bot, boolean draft, long number) {}

    private record Visit(Id user, Id bot, Id connector) {}

    /** That a user belongs to a bot's workspace, true while {@link Db#version} of {@link #SEEN_FROM} is this. */
    private record Sight(long version, BotStore.Place place) {}

    /** A bot to show: of the draft or of the version that is online. */
    record Shown(Bot bot, @Nullable BotVersion version) {}

    /**
     * Makes a draft (CreateDraftBot).
     *
     * @throws dev.pankou.api.ApiException 4000 for a workspace that is none of the caller's and for a bad configuration
     */
    Id create(Caller caller, Id workspace, String name, String description, @Nullable Id icon, BotFields fields) {
        var config = fields.applyTo(BotConfig.EMPTY, ids::next);
        ConfigRules.check(config, models.catalog());
        var now = clock.millis();
        var bot = new Bot(ids.next(), workspace, caller.user(), name, description, icon, config, now, now);
        return db.write(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "space_id");
            if (icon != null) {
                icons.keep(handle, caller.user(), icon, "icon_file_id");
            }
            store.insert(handle, bot);
            return bot.id();
        });
    }

    /**
     * Changes a draft; null leaves what it is (UpdateDraftBot).
     *
     * @throws dev.pankou.api.ApiException 4200, 4101, or 4000 for a bad configuration
     */
    void update(
            Caller caller, Id id, @Nullable String name, @Nullable String description, @Nullable Id icon, BotFields fields) {
        var catalog = models.catalog();
        db.write(handle -> {
            var bot = own(handle, caller, id);
            var config = fields.applyTo(bot.draft(), ids::next);
            if (!config.equals(bot.draft())) {
                ConfigRules.check(config, catalog);
            }
            if (icon != null) {
                icons.keep(handle, caller.user(), icon, "icon_file_id");
            }
            store.update(
                    handle,
                    new Bot(
                            bot.id(),
                            bot.workspace(),
                            bot.owner(),
                            name == null ? bot.name() : name,
                            description == null ? bot.description() : description,
                            icon == null ? bot.iconFile() : icon,
                            config,
                            bot.createdAt(),
                            after(bot.updatedAt())));
            return id;
        });
    }

    /**
     * What a shown bot's parts are called.
     *
     * @param datasets without those that are gone
     */
    record Called(
            Map<Id, String> datasets, Map<Id, BotNames.Named> workflows, Map<BotConfig.PluginTool, BotNames.NamedTool> tools) {}

    Called called(Shown shown) {
        var version = shown.version();
        var config = version == null ? shown.bot().draft() : version.config();
        var workspace = shown.bot().workspace();
        var tools = new HashMap<BotConfig.PluginTool, BotNames.NamedTool>();
        config.plugins().forEach(tool -> names.tool(workspace, tool).ifPresent(found -> tools.put(tool, found)));
        var bases = config.knowledge().datasetIds();
        if (bases.isEmpty() && config.workflows().isEmpty()) {
            return new Called(Map.of(), Map.of(), tools);
        }
        return db.read(handle -> {
            var workflows = new HashMap<Id, BotNames.Named>();
            config.workflows().forEach(id -> names.workflow(handle, workspace, id).ifPresent(found -> workflows.put(id, found)));
            return new Called(bases.isEmpty() ? Map.of() : names.datasets(handle, workspace, bases), workflows, tools);
        });
    }

    /** Makes the sample bot of a new installation and puts it on the API and Chat SDK channels. */
    public Id createSample(Caller caller, Id workspace) {
        var now = clock.millis();
        var bot = new Bot(
                ids.next(), workspace, caller.user(), SampleBot.NAME, SampleBot.DESCRIPTION, null, SampleBot.CONFIG, now, now);
        db.write(handle -> {
            store.insert(handle, bot);
            return bot.id();
        });
        publish(caller, bot.id(), List.of(API, CHAT_SDK), "");
        return bot.id();
    }

    /** Now, or a moment later when something else happened to the bot in the same millisecond. */
    private long after(long last) {
        return Math.max(clock.millis(), last + 1);
    }

    /**
     * Makes the draft a version and puts it on channels (PublishDraftBot).
     *
     * @return the version
     */
    String publish(Caller caller, Id id, List<Id> connectors, String changelog) {
        var channels = List.copyOf(new LinkedHashSet<>(connectors));
        for (var channel : channels) {
            if (!channel.equals(API) && !channel.equals(CHAT_SDK)) {
                throw ApiError.field(
                        "connector_ids",
                        channels.contains(API)
                                ? "channel " + channel + " does not exist"
                                : "channel " + channel + " can only be published together with channel " + API);
            }
        }
        var catalog = models.catalog();
        return db.write(handle -> {
            var bot = own(handle, caller, id);
            ConfigRules.check(bot.draft(), catalog);
            var number = after(Math.max(bot.updatedAt(), store.newestVersion(handle, id)));
            store.insertVersion(
                    handle,
                    new BotVersion(
                            id, number, bot.name(), bot.description(), bot.iconFile(), bot.draft(), changelog, channels,
                            caller.user()));
            for (var channel : channels) {
                store.putChannel(handle, id, channel, number);
            }
            store.update(
                    handle,
                    new Bot(
                            id, bot.workspace(), bot.owner(), bot.name(), bot.description(), bot.iconFile(), bot.draft(),
                            bot.createdAt(), number));
            return Long.toString(number);
        });
    }

    /** Takes a bot from a channel (OpenAPIUnpublishBot). @throws dev.pankou.api.ApiException 4000 when it is not there */
    void unpublish(Caller caller, Id id, Id connector) {
        db.write(handle -> {
            own(handle, caller, id);
            if (!store.deleteChannel(handle, id, connector)) {
                throw ApiError.field("connector_id", "bot " + id + " is not published to channel " + connector);
            }
            return id;
        });
    }

    /** The bot, locked, when the caller may change it. */
    private Bot own(Handle handle, Caller caller, Id id) {
        var bot = store.lock(handle, id).orElseThrow(() -> missing(id));
        requireSight(handle, caller, id, bot.workspace());
        if (!bot.owner().equals(caller.user())) {
            throw ApiError.NO_PERMISSION.with("bot", id, "(only its owner may change it)");
        }
        return bot;
    }

    @Override
    public void require(Caller caller, Id bot) {
        db.read(handle -> {
            var found = store.find(handle, bot).orElseThrow(() -> missing(bot));
            requireSight(handle, caller, bot, found.workspace());
            return found;
        });
    }

    @Override
    public Id workspaceOf(Handle handle, Caller caller, Id bot) {
        return seen(handle, caller, bot).workspace();
    }

    @Override
    public Id workspaceOfOwn(Handle handle, Caller caller, Id bot) {
        return own(handle, caller, bot).workspace();
    }

    @Override
    public void requirePublished(Handle handle, Id bot) {
        if (store.place(handle, bot, null).filter(place -> place.published() > 0).isEmpty()) {
            throw notPublished(bot, null);
        }
    }

    @Override
    public void requireReach(Handle handle, Caller caller, Collection<Id> bots) {
        if (caller.workspaces() == null) {
            return;
        }
        for (var bot : bots) {
            if (store.workspace(handle, bot).filter(caller::reaches).isEmpty()) {
                throw ApiError.NO_PERMISSION.with("bot", bot, "(the token is limited to other workspaces)");
            }
        }
    }

    /** ERRORS 7: a foreign bot looks like a missing one; a token that does not reach its workspace is told so. */
    private void requireSight(Handle handle, Caller caller, Id bot, Id workspace) {
        if (!workspaces.belongs(handle, caller.user(), workspace)) {
            throw missing(bot);
        }
        if (!caller.reaches(workspace)) {
            throw ApiError.NO_PERMISSION.with("bot", bot, "");
        }
    }

    private static RuntimeException missing(Id bot) {
        return ApiError.NOT_FOUND.with("bot_id", bot);
    }

    private static RuntimeException notPublished(Id bot, @Nullable Id connector) {
        return ApiError.NOT_PUBLISHED.with(bot, connector == null ? API : connector);
    }

    /** The draft of a bot the caller may see (OpenGetBotInfo with is_published=false). */
    Shown draft(Caller caller, Id id) {
        return db.read(handle -> new Shown(seen(handle, caller, id), null));
    }

    /**
     * The version that is online (OpenGetBotInfo, GetBotOnlineInfo).
     *
     * @param connector on this channel; null: the newest on any
     * @throws dev.pankou.api.ApiException 4015 when it is not published there
     */
    Shown online(Caller caller, Id id, @Nullable Id connector) {
        return db.read(handle -> {
            var bot = seen(handle, caller, id);
            var number = store.place(handle, id, connector).map(BotStore.Place::published).orElse(0L);
            var version = store.version(handle, id, number).orElseThrow(() -> notPublished(id, connector));
            return new Shown(bot, version);
        });
    }

    private Bot seen(Handle handle, Caller caller, Id id) {
        var bot = store.find(handle, id).orElseThrow(() -> missing(id));
        requireSight(handle, caller, id, bot.workspace());
        return bot;
    }

    /** The bots of a workspace (OpenGetBotList). */
    Page<BotStore.Item> list(
            Caller caller, Id workspace, String field, BotStore.Listing listing, Id connector, PageRequest page) {
        return db.read(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, field);
            return new Page<>(
                    store.list(handle, workspace, listing, connector, page.size(), page.offset()),
                    store.count(handle, workspace, listing, connector));
        });
    }

    /** What was published, newest first (OpenListBotVersions). */
    Page<BotVersion> versions(Caller caller, Id id, @Nullable Id connector, PageRequest page) {
        return db.read(handle -> {
            seen(handle, caller, id);
            return new Page<>(
                    store.versions(handle, id, connector, page.size(), page.offset()),
                    store.countVersions(handle, id, connector));
        });
    }

    /** Whether a bot's draft differs from its newest version (OpenListBotVersions with unpublished_draft). */
    boolean changed(Shown shown) {
        return db.read(handle -> shown.bot().updatedAt() > store.newestVersion(handle, shown.bot().id()));
    }

    /** A bot by name. */
    public record Named(Id id, String name) {}

    /** The bots of a workspace whose draft or published configuration names a workflow, by name. */
    public List<Named> using(Handle handle, Id workspace, Id workflow) {
        return store.uses(handle, workspace, "%\"" + workflow + "\"%").stream()
                .filter(use -> use.config().workflows().contains(workflow))
                .map(BotStore.Use::bot)
                .distinct()
                .toList();
    }

    @Override
    public Map<Id, Integer> knowing(Handle handle, Id workspace) {
        return counted(
                store.uses(handle, workspace, "%\"dataset_ids\":[\"%"), config -> config.knowledge().datasetIds().stream());
    }

    @Override
    public Map<Id, Integer> having() {
        return counted(
                db.read(handle -> store.uses(handle, null, "%\"plugins\":[{%")),
                config -> config.plugins().stream().map(BotConfig.PluginTool::pluginId));
    }

    private static Map<Id, Integer> counted(List<BotStore.Use> uses, Function<BotConfig, Stream<Id>> things) {
        var bots = new HashMap<Id, Set<Id>>();
        for (var use : uses) {
            things.apply(use.config()).forEach(thing -> bots.computeIfAbsent(thing, key -> new HashSet<>()).add(use.bot().id()));
        }
        return bots.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().size()));
    }

    /** To be asked for before the work in which {@link #forChat} is called. */
    public long sightVersion() {
        return db.version(SEEN_FROM);
    }

    /**
     * As {@link #forChat}, from memory alone.
     *
     * @return null when the store has to be asked, be it for a refusal
     */
    public @Nullable BotForChat remembered(Caller caller, Id bot, Id connector, @Nullable String version) {
        var sight = sights.getIfPresent(new Visit(caller.user(), bot, connector));
        if (sight == null
                || sight.version() != sightVersion()
                || sight.place().published() == 0
                || !caller.reaches(sight.place().workspace())) {
            return null;
        }
        var number = version == null ? new Id(sight.place().published()) : Id.parse(version);
        return number == null ? null : cache.getIfPresent(new Stamp(bot, false, number.value()));
    }

    /**
     * The bot that a chat wants to talk to. Two look-ups by key a call; configurations come from memory.
     *
     * @param sightVersion {@link #sightVersion} from before this work, or {@link Db#UNKNOWN_VERSION} to keep nothing
     * @param connector the channel that the chat comes by
     * @param draft the draft instead of what is published
     * @param version a certain version; null: the newest on the channel
     * @throws dev.pankou.api.ApiException 4200 for a bot that is not there or not the caller's, and for an unknown version;
     *     4101 when the token does not reach its workspace; 4015 when it is not published to the channel; 4000 for a version
     *     of a draft
     */
    public BotForChat forChat(
            Handle handle,
            long sightVersion,
            Caller caller,
            Id bot,
            Id connector,
            boolean draft,
            @Nullable String version) {
        if (draft && version != null) {
            throw ApiError.field("bot_version", "not allowed with publish_status=unpublished_draft");
        }
        var place = store.place(handle, bot, connector).orElseThrow(() -> missing(bot));
        requireSight(handle, caller, bot, place.workspace());
        if (sightVersion != Db.UNKNOWN_VERSION) {
            sights.put(new Visit(caller.user(), bot, connector), new Sight(sightVersion, place));
        }
        if (draft) {
            var found = store.find(handle, bot).orElseThrow(() -> missing(bot));
            return new BotForChat(bot, place.workspace(), "", found.draft(), found.name());
        }
        if (place.published() == 0) {
            throw notPublished(bot, connector);
        }
        var number = version == null ? place.published() : number(version);
        return cached(new Stamp(bot, false, number), () -> {
            var found = store.version(handle, bot, number)
                    .orElseThrow(() -> ApiError.NOT_FOUND.with("bot_version", String.valueOf(version)));
            return new BotForChat(bot, place.workspace(), Long.toString(number), found.config(), found.name());
        });
    }

    private BotForChat cached(Stamp stamp, java.util.function.Supplier<BotForChat> load) {
        var known = cache.getIfPresent(stamp);
        if (known == null) {
            known = load.get();
            cache.put(stamp, known);
        }
        return known;
    }

    private static long number(String version) {
        var id = Id.parse(version);
        if (id == null) {
            throw ApiError.NOT_FOUND.with("bot_version", version);
        }
        return id.value();
    }
}
