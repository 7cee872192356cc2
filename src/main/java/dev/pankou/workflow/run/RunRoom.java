package dev.pankou.workflow.run;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.pankou.api.Operation;
import dev.pankou.bot.BotService;
import dev.pankou.event.Signals;
import dev.pankou.id.Ids;
import dev.pankou.run.RunNode;
import dev.pankou.store.Db;
import dev.pankou.workflow.WorkflowService;
import dev.pankou.workflow.engine.Execution;
import dev.pankou.workflow.engine.Limits;
import dev.pankou.workflow.engine.PlanCompiler;
import dev.pankou.workflow.engine.Timers;
import dev.pankou.workflow.engine.World;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.NodeTypes;

/** What {@code Wiring} sees of this room. */
public final class RunRoom implements AutoCloseable {
    private final List<Operation<?, ?>> operations;
    private final RunParts parts;
    private final RunSweeps sweeps;

    public RunRoom(
            RunLimits times,
            Limits limits,
            Db db,
            Clock clock,
            Ids ids,
            RunNode node,
            Signals signals,
            WorkflowService workflows,
            BotService bots,
            RunInputs.FileLinks files,
            World world,
            Supplier<String> publicUrl) {
        var timers = new Timers();
        var plans = new Plans(db, workflows, new PlanCompiler((type, scope) -> NodeTypes.of(type, scope)));
        var engine = new Execution.Parts(
                clock,
                () -> ids.next().toString(),
                plans,
                world.live(),
                (run, variable) -> {
                    throw new NodeException(
                            NodeException.OPERATION,
                            "variable " + variable.path() + " not exists: there must be one of the App ID or Agent ID");
                },
                timers);
        parts = new RunParts(
                db, clock, ids, new RunStore(), node, plans, engine, timers, limits, times, new Runs(times.concurrent()), publicUrl);
        var service = new RunService(parts, workflows, bots, new RunInputs(files), signals);
        var replays = new RunReplay(parts, world);
        var tests = new WorkflowTests(parts, service, replays, workflows);
        operations = Stream.of(
                        new RunOperations(parts, service, new RunHistory(parts, service, workflows), replays).declared(),
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
