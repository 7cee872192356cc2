package dev.pankou;

import dev.pankou.api.Api;
import dev.pankou.api.Operation;
import dev.pankou.bot.BotConfig;
import dev.pankou.bot.BotNames;
import dev.pankou.bot.BotRoom;
import dev.pankou.chat.ChatRoom;
import dev.pankou.chat.Chatflows;
import dev.pankou.chat.ServerTool;
import dev.pankou.config.Secret;
import dev.pankou.config.Setting;
import dev.pankou.config.SettingTable;
import dev.pankou.config.Settings;
import dev.pankou.config.SettingsException;
import dev.pankou.conversation.ConversationRoom;
import dev.pankou.conversation.ConversationService;
import dev.pankou.egress.Egress;
import dev.pankou.event.Signals;
import dev.pankou.console.ConsoleRoom;
import dev.pankou.console.Site;
import dev.pankou.http.HttpConfig;
import dev.pankou.http.HttpServer;
import dev.pankou.id.Ids;
import dev.pankou.identity.IdentityRoom;
import dev.pankou.jobs.Jobs;
import dev.pankou.knowledge.KnowledgeLimits;
import dev.pankou.knowledge.KnowledgeRoom;
import dev.pankou.model.Embedder;
import dev.pankou.model.EmbeddingSpec;
import dev.pankou.model.ModelGateway;
import dev.pankou.model.ModelTimeouts;
import dev.pankou.plugin.PluginLimits;
import dev.pankou.plugin.PluginRoom;
import dev.pankou.plugin.PluginService;
import dev.pankou.model.RerankSpec;
import dev.pankou.model.Reranker;
import dev.pankou.parse.DocumentParser;
import dev.pankou.parse.ParseLimits;
import dev.pankou.provider.ProviderRoom;
import dev.pankou.provider.ProviderService;
import dev.pankou.run.RunNode;
import dev.pankou.sandbox.Sandbox;
import dev.pankou.sandbox.SandboxLimits;
import dev.pankou.secret.Seal;
import dev.pankou.store.Db;
import dev.pankou.store.HighestId;
import dev.pankou.table.TableRoom;
import dev.pankou.table.TableService;
import dev.pankou.trace.LogId;
import dev.pankou.upload.UploadRoom;
import dev.pankou.trace.Metrics;
import dev.pankou.api.ApiError;
import dev.pankou.bot.BotService;
import dev.pankou.model.ModelClient;
import dev.pankou.upload.UploadService;
import dev.pankou.variable.VariableRoom;
import dev.pankou.variable.VariableService;
import dev.pankou.workflow.WorkflowService;
import dev.pankou.workflow.engine.Limits;
import dev.pankou.workflow.engine.World;
import dev.pankou.workflow.run.RunLimits;
import dev.pankou.workflow.run.RunRoom;
import dev.pankou.workflow.run.SandboxCoder;
import dev.pankou.workflow.WorkflowRoom;
import dev.pankou.workspace.WorkspaceRoom;
import dev.pankou.files.Icons;
import dev.pankou.id.Id;
import org.jdbi.v3.core.Handle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes all parts of a server and connects them. Plain constructors in the order in which the parts need each other. */
final class Wiring implements AutoCloseable {
    /** An administrator who tests a model does not wait for ever. */
    private static final ModelTimeouts TRIAL = new ModelTimeouts(
            Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(30), 1, Duration.ZERO, Duration.ZERO);

    private static final Duration MOST_RETRY_WAIT = Duration.ofSeconds(20);

    private static final Duration CODE_IDLE = Duration.ofMinutes(5);

    /** Of a file that goes along with a request of a workflow node. */
    private static final long MOST_INLINE = 20L << 20;

    final Settings settings;
    final Clock clock;
    final Db db;
    final RunNode node;
    final Signals signals;
    final Ids ids;
    final IdentityRoom identity;
    final Egress egress;
    final Sandbox sandbox;
    final ProviderRoom providers;
    final PluginRoom plugins;
    final Jobs jobs;
    final DocumentParser parser;
    final KnowledgeRoom knowledge;
    final VariableRoom variables;
    final TableRoom tables;
    final BotRoom bots;
    final ChatRoom chats;
    final UploadRoom uploads;
    final WorkflowRoom workflows;
    final RunRoom runs;
    final WorkspaceRoom workspaces;
    final ConsoleRoom console;
    final Metrics metrics;
    final Control control;
    final Api api;
    final HttpServer http;

    Wiring(Settings settings, Clock clock, Db db, Egress egress) {
        this.settings = settings;
        this.clock = clock;
        var data = settings.get(SettingTable.DATA);
        this.db = db;
        node = RunNode.join(db, clock);
        ids = new Ids(clock, node.number());
        ids.advancePast(HighestId.of(db));
        signals = new Signals(db);
        var operations = new ArrayList<Operation<?, ?>>();
        uploads = UploadRoom.open(db, clock, ids, data, settings.get(SettingTable.MAX_UPLOAD), this::publicBase);
        var icons = uploads.service();
        workspaces = WorkspaceRoom.open(db, clock, ids, icons);
        identity = IdentityRoom.open(db, clock, ids, workspaces.service(), () -> List.copyOf(operations));
        operations.addAll(identity.operations());
        operations.addAll(workspaces.operations());
        operations.addAll(uploads.operations());
        this.egress = egress;
        sandbox = new Sandbox(
                data.resolve("sandbox"),
                data,
                new SandboxLimits(
                        settings.get(SettingTable.CODE_TIMEOUT),
                        settings.get(SettingTable.CODE_MEMORY),
                        settings.get(SettingTable.CODE_CONCURRENCY),
                        settings.get(SettingTable.CODE_WARM),
                        CODE_IDLE,
                        SandboxLimits.OUTPUT_BYTES));
        var seal = Seal.open(data, ids);
        providers = ProviderRoom.open(
                db, clock, ids, seal, new ModelGateway(egress, TRIAL, clock), configuredModel());
        operations.addAll(providers.operations());
        variables = VariableRoom.open(db, clock, workspaces.service(), this::botService, signals);
        operations.addAll(variables.operations());
        tables = TableRoom.open(
                db,
                clock,
                ids,
                workspaces.service(),
                this::botService,
                signals,
                new TableService.Limits(
                        settings.get(SettingTable.TABLE_MAX),
                        settings.get(SettingTable.TABLE_MAX_ROWS),
                        settings.get(SettingTable.TABLE_TIMEOUT)));
        operations.addAll(tables.operations());
        parser = DocumentParser.open(
                new ParseLimits(
                        settings.get(SettingTable.PARSE_MEMORY),
                        settings.get(SettingTable.PARSE_TIMEOUT),
                        settings.get(SettingTable.PARSE_MAX_PAGES),
                        settings.get(SettingTable.PARSE_CONCURRENCY),
                        settings.get(SettingTable.PARSE_MAX_FILE),
                        settings.get(SettingTable.PARSE_MAX_TEXT)),
                data.resolve("parse"));
        plugins = PluginRoom.open(
                new PluginLimits(
                        settings.get(SettingTable.PLUGIN_TIMEOUT),
                        settings.get(SettingTable.PLUGIN_MAX_RESPONSE),
                        settings.get(SettingTable.PLUGIN_MAX_TOOLS),
                        settings.get(SettingTable.PLUGIN_MAX_DOCUMENT)),
                db,
                clock,
                ids,
                seal,
                egress,
                workspaces.service(),
                identity.service(),
                uploads.service(),
                parser,
                this::botService,
                this::publicBase);
        operations.addAll(plugins.operations());
        node.every(plugins.sweep());
        jobs = new Jobs(db, settings.get(SettingTable.INGEST_CONCURRENCY), "node-" + node.number(), signals);
        knowledge = knowledge(data);
        operations.addAll(knowledge.operations());
        bots = BotRoom.open(
                db, clock, ids, workspaces.service(), identity.service(), icons, providers.service(), variables.service(),
                botNames(icons));
        operations.addAll(bots.operations());
        var conversations = ConversationRoom.open(
                db, clock, ids, bots.service(), (handle, user, file) -> uploads.service().find(handle, user, file).isPresent());
        operations.addAll(conversations.operations());
        chats = new ChatRoom(
                new ChatRoom.Limits(
                        settings.get(SettingTable.CONCURRENT_CHATS),
                        settings.get(SettingTable.CHAT_ROUNDS),
                        settings.get(SettingTable.CHAT_TOOL_CALLS),
                        settings.get(SettingTable.STREAM_BACKLOG),
                        settings.get(SettingTable.HEARTBEAT),
                        settings.get(SettingTable.TOOL_OUTPUT_TIMEOUT),
                        settings.get(SettingTable.MESSAGE_RETENTION)),
                db,
                clock,
                ids,
                node,
                signals,
                conversations.service(),
                bots.service(),
                providers.service(),
                uploads.service(),
                variables.service(),
                tables.service(),
                new ModelGateway(egress, modelTimeouts(), clock),
                this::chatflows,
                plugins.service(),
                knowledge.service(),
                List.of(this::workflowTools));
        operations.addAll(chats.operations());
        workflows = WorkflowRoom.open(
                db, clock, ids, workspaces.service(), identity.service(), uploads.service(), providers.service(), bots.service(),
                tables.service(), plugins.service(), knowledge.service(), this::publicBase);
        operations.addAll(workflows.operations());
        runs = runs(
                new ModelGateway(egress, modelTimeouts(), clock), workflows.service(), bots.service(), uploads.service(),
                variables.service(), conversations.service());
        operations.addAll(runs.operations());
        var retention = settings.get(SettingTable.FILE_RETENTION);
        node.every(() -> uploads.service().sweep(retention));
        node.every(jobs::look);
        node.every(knowledge::sweep);
        console = ConsoleRoom.open(db, clock, ids, identity.service(), this::publicUrl);
        operations.addAll(console.operations());
        metrics = new Metrics();
        metrics.gauge("pankou.chats.running", "Chats in progress on this node", chats::running);
        metrics.gauge("pankou.runs.running", "Workflow runs at work on this node", runs::running);
        control = new Control(data, ids, identity.service(), console.authenticator());
        api = new Api(
                new Api.Limits(
                        settings.get(SettingTable.MAX_BODY),
                        settings.get(SettingTable.MAX_WORKFLOW_BODY),
                        settings.get(SettingTable.PLAN),
                        settings.get(SettingTable.CORS_ORIGINS)),
                operations,
                control,
                new LogId(clock, ids),
                clock,
                metrics::called);
        var temporary = data.resolve("tmp");
        try {
            Files.createDirectories(temporary);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        http = new HttpServer(
                new HttpConfig(
                        settings.get(SettingTable.HOST),
                        settings.get(SettingTable.PORT),
                        settings.get(SettingTable.IDLE_TIMEOUT),
                        settings.get(SettingTable.BODY_TIMEOUT),
                        temporary),
                new Site(api, ids, metrics, console.ready()),
                api::refusal);
    }

    private KnowledgeRoom knowledge(Path data) {
        return new KnowledgeRoom(
                new KnowledgeRoom.Parts(
                        db,
                        clock,
                        ids,
                        data,
                        workspaces.service(),
                        identity.service(),
                        uploads.service(),
                        uploads.service(),
                        this::botService,
                        providers.service(),
                        new ModelGateway(egress, modelTimeouts(), clock),
                        egress,
                        parser,
                        jobs,
                        embedder(),
                        reranker()),
                new KnowledgeLimits(
                        settings.get(SettingTable.MAX_DATASETS),
                        settings.get(SettingTable.MAX_DOCUMENTS),
                        settings.get(SettingTable.MAX_SLICES),
                        settings.get(SettingTable.MAX_DOCUMENT),
                        settings.get(SettingTable.INGEST_CONCURRENCY)));
    }

    private @Nullable Embedder embedder() {
        var place = together(SettingTable.EMBEDDING_BASE_URL, SettingTable.EMBEDDING_NAME);
        if (place == null) {
            return null;
        }
        var key = settings.find(SettingTable.EMBEDDING_API_KEY).map(Secret::value).orElse(null);
        var spec = new EmbeddingSpec(
                place.url(), key, place.name(), settings.get(SettingTable.EMBEDDING_BATCH), settings.get(SettingTable.EMBEDDING_CONCURRENCY));
        return new Embedder(egress, spec, modelTimeouts());
    }

    private @Nullable Reranker reranker() {
        var place = together(SettingTable.RERANK_BASE_URL, SettingTable.RERANK_NAME);
        if (place == null) {
            return null;
        }
        var key = settings.find(SettingTable.RERANK_API_KEY).map(Secret::value).orElse(null);
        return new Reranker(egress, new RerankSpec(place.url(), key, place.name(), settings.get(SettingTable.RERANK_TIMEOUT)));
    }

    /** Where a configured model is; null when neither setting is given. One without the other stops the start. */
    private @Nullable ModelPlace together(Setting<URI> url, Setting<String> name) {
        var givenUrl = settings.find(url).orElse(null);
        var givenName = settings.find(name).orElse(null);
        if (givenUrl == null && givenName == null) {
            return null;
        }
        if (givenUrl == null || givenName == null) {
            throw new SettingsException(List.of(url.variable() + " and " + name.variable() + " must be set together"));
        }
        return new ModelPlace(givenUrl, givenName);
    }

    private record ModelPlace(URI url, String name) {}

    private ModelTimeouts modelTimeouts() {
        return new ModelTimeouts(
                settings.get(SettingTable.MODEL_FIRST_TIMEOUT),
                settings.get(SettingTable.MODEL_IDLE_TIMEOUT),
                settings.get(SettingTable.MODEL_TOTAL_TIMEOUT),
                settings.get(SettingTable.MODEL_ATTEMPTS),
                settings.get(SettingTable.MODEL_RETRY_WAIT),
                MOST_RETRY_WAIT);
    }

    private RunRoom runs(
            ModelClient models,
            WorkflowService workflowService,
            BotService botService,
            UploadService files,
            VariableService variableService,
            ConversationService conversations) {
        var catalog = providers.service();
        var coder = new SandboxCoder(sandbox, settings.get(SettingTable.CODE_TIMEOUT));
        return new RunRoom(
                new RunLimits(
                        settings.get(SettingTable.CONCURRENT_RUNS),
                        settings.get(SettingTable.RUN_ANSWER_TIMEOUT),
                        settings.get(SettingTable.RUN_TIMEOUT),
                        settings.get(SettingTable.RUN_ASYNC_TIMEOUT),
                        settings.get(SettingTable.RUN_WAIT_TIMEOUT),
                        settings.get(SettingTable.RUN_RETENTION),
                        settings.get(SettingTable.RUN_OUTPUT_RETENTION),
                        settings.get(SettingTable.STREAM_BACKLOG),
                        settings.get(SettingTable.HEARTBEAT)),
                new Limits(
                        settings.get(SettingTable.RUN_MAX_EXECUTIONS),
                        settings.get(SettingTable.RUN_MAX_ITERATIONS),
                        settings.get(SettingTable.RUN_MAX_BATCH),
                        settings.get(SettingTable.RUN_MAX_PARALLEL),
                        settings.get(SettingTable.RUN_MAX_NESTING),
                        settings.get(SettingTable.RUN_MAX_VALUES),
                        settings.get(SettingTable.RUN_MAX_TOKENS),
                        settings.get(SettingTable.RUN_MAX_CALLS)),
                db,
                clock,
                ids,
                node,
                signals,
                workspaces.service(),
                workflowService,
                botService,
                (caller, file, field) -> files.find(caller.user(), file)
                        .map(files::link)
                        .orElseThrow(() -> ApiError.field(field, "file " + file + " does not exist or is not yours")),
                platform -> new World(
                        models,
                        (type, name) -> catalog.catalog().named(type, name),
                        egress,
                        address -> ownFile(files, address),
                        coder,
                        clock,
                        platform),
                conversations,
                plugins.service(),
                knowledge.service(),
                variableService,
                tables.service(),
                chats.flows(),
                this::publicBase);
    }

    private static World.@Nullable OwnFile ownFile(UploadService files, String address) {
        var file = files.own(address).filter(found -> found.sizeBytes() <= MOST_INLINE).orElse(null);
        if (file == null) {
            return null;
        }
        try (var in = files.open(file)) {
            return new World.OwnFile(file.mediaType(), in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private ProviderService.@Nullable Configured configuredModel() {
        var place = together(SettingTable.MODEL_BASE_URL, SettingTable.MODEL_NAME);
        if (place == null) {
            return null;
        }
        var key = settings.find(SettingTable.MODEL_API_KEY).map(Secret::value).orElse("");
        return new ProviderService.Configured(place.url(), key, place.name());
    }

    private BotNames botNames(Icons icons) {
        return new BotNames() {
            @Override
            public Map<Id, String> datasets(Handle handle, Id workspace, List<Id> datasets) {
                var names = new HashMap<Id, String>();
                datasets.forEach(id -> names.put(id, ""));
                names.keySet().removeAll(knowledge.service().gone(handle, datasets));
                knowledge.service().names(handle, workspace, datasets).forEach(base -> names.put(base.id(), base.name()));
                return names;
            }

            @Override
            public Optional<Named> workflow(Handle handle, Id workspace, Id workflow) {
                return workflows.service()
                        .label(handle, workspace, workflow)
                        .map(label -> new Named(label.name(), label.description(), icons.url(label.iconFile(), "workflow")));
            }

            @Override
            public Optional<NamedTool> tool(Id workspace, BotConfig.PluginTool tool) {
                var icon = icons.url(null, "plugin");
                return plugins.service().find(workspace, tool.pluginId(), tool.apiId()).map(found -> new NamedTool(
                        new Named(
                                found.pluginName(),
                                plugins.service().summary(workspace, tool.pluginId()).map(PluginService.Summary::description).orElse(""),
                                icon),
                        found.name(),
                        found.description()));
            }
        };
    }

    /** What earlier rooms ask of bots. Known when all rooms are there. */
    private BotService botService() {
        return bots.service();
    }

    /** Known when all rooms are there. */
    private Chatflows chatflows() {
        return runs.chatflows();
    }

    /** Likewise. */
    private List<ServerTool> workflowTools(ServerTool.Turn turn) {
        return runs.tools(turn);
    }

    /** As {@link #publicUrl}, without a slash at the end. */
    private String publicBase() {
        var url = publicUrl().toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** How browsers reach this server. Known when it listens. */
    private URI publicUrl() {
        return settings.find(SettingTable.PUBLIC_URL).orElseGet(() -> {
            var host = settings.get(SettingTable.HOST);
            return URI.create("http://" + (host.equals("0.0.0.0") ? "localhost" : host) + ":" + http.port());
        });
    }

    /** Lets chats and workflow runs end by themselves for this long, side by side, then ends them. */
    void stopRuns(Duration grace) {
        var flows = Thread.ofVirtual().name("stop-runs").start(() -> runs.stop(grace));
        chats.stop(grace);
        try {
            flows.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        signals.close();
        node.close();
        runs.close();
        jobs.close();
        parser.close();
        knowledge.close();
        sandbox.close();
        tables.service().close();
        plugins.end().run();
        egress.close();
        db.close();
    }
}
