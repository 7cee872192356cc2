package dev.pankou.workflow.run;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.pankou.api.Operation;
import dev.pankou.bot.BotService;
import dev.pankou.chat.Chatflows;
import dev.pankou.chat.FlowChats;
import dev.pankou.chat.ServerTool;
import dev.pankou.conversation.ConversationService;
import dev.pankou.event.Signals;
import dev.pankou.id.Ids;
import dev.pankou.knowledge.KnowledgeService;
import dev.pankou.plugin.PluginService;
import dev.pankou.run.RunNode;
import dev.pankou.store.Db;
import dev.pankou.table.TableService;
import dev.pankou.variable.VariableService;
import dev.pankou.workflow.WorkflowService;
import dev.pankou.workspace.WorkspaceService;
import dev.pankou.workflow.engine.Execution;
import dev.pankou.workflow.engine.Limits;
import dev.pankou.workflow.engine.PlanCompiler;
import dev.pankou.workflow.engine.Timers;
import dev.pankou.workflow.engine.World;
import dev.pankou.workflow.node.NodeTypes;

/** What {@code Wiring} sees of this room. */
public final class RunRoom implements AutoCloseable {
    private final List<Operation<?, ?>> operations;
    private final RunParts parts;
    private final RunSweeps sweeps;
    private final Chatflows chatflows;
    private final WorkflowTools tools;

    public RunRoom(
            RunLimits times,
            Limits limits,
            Db db,
            Clock clock,
            Ids ids,
            RunNode node,
            Signals signals,
            WorkspaceService workspaces,
            WorkflowService workflows,
            BotService bots,
            RunInputs.FileLinks files,
            Function<World.Platform, World> worlds,
            ConversationService conversations,
            PluginService plugins,
            KnowledgeService knowledge,
            VariableService variableService,
            TableService tables,
            FlowChats flows,
            Supplier<String> publicUrl) {
        var timers = new Timers();
        var plans = new Plans(
                db,
                clock,
                workflows,
                new PlanCompiler((type, scope) -> NodeTypes.of(type, scope)),
                times.kept().plus(times.waiting()));
        var variables = new Variables(variableService);
        var named = new AppConversations(db, clock, conversations);
        var platform = new RunPlatform(
                new ConversationPlatform(conversations, named, flows), variables, new PluginPlatform(plugins),
                new KnowledgePlatform(knowledge), new RunTables(tables));
        var world = worlds.apply(platform);
        var engine = new Execution.Parts(
                clock,
                () -> ids.next().toString(),
                plans,
                world.live(),
                variables,
                timers);
        parts = new RunParts(
                db, clock, ids, new RunStore(), node, plans, engine, timers, limits, times, new Runs(times.concurrent()), flows,
                publicUrl);
        var inputs = new RunInputs(files);
        var budgets = new RunBudgets(db, workspaces);
        var service = new RunService(parts, workflows, bots, inputs, budgets, signals);
        var chatflow = new ChatflowService(parts, service, inputs, workflows, conversations, named);
        chatflows = chatflow;
        tools = new WorkflowTools(parts, service, workflows);
        var replays = new RunReplay(parts, world);
        var tests = new WorkflowTests(parts, service, replays, workflows);
        operations = Stream.of(
                        new RunOperations(parts, service, new RunHistory(parts, service, workflows), replays, budgets).declared(),
                        new ChatflowOperations(parts, chatflow).declared(),
                        new WorkflowTestOperations(tests).declared())
                .<Operation<?, ?>>flatMap(List::stream)
                .toList();
        sweeps = new RunSweeps(parts, service);
        node.every(sweeps::recover);
        node.every(sweeps::expire);
    }

    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /** For bots that are a chatflow. */
    public Chatflows chatflows() {
        return chatflows;
    }

    /** The workflows that a bot has as tools. */
    public List<ServerTool> tools(ServerTool.Turn turn) {
        return tools.tools(turn);
    }

    /** Runs at work on this node now. */
    public int running() {
        return parts.runs().count();
    }

    /** Takes over or ends the runs that a killed server left behind; before the first call is taken. */
    public void recover() {
        sweeps.recover();
    }

    /** Lets runs end by themselves for this long; then streamed and blocking ones fail, asynchronous ones are left to the next server. */
    public void stop(Duration grace) {
        parts.runs().stop(grace);
    }

    @Override
    public void close() {
        parts.timers().close();
    }
}
