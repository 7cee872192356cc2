package dev.pankou.workflow.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

import dev.pankou.api.ApiException;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.store.Db;
import dev.pankou.workflow.RunnableWorkflow;
import dev.pankou.workflow.WorkflowService;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasCheck;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.canvas.Fault;
import dev.pankou.workflow.engine.Execution;
import dev.pankou.workflow.engine.Plan;
import dev.pankou.workflow.engine.PlanCompiler;
import dev.pankou.workflow.node.CompileException;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.RunContext;

/** Plans by canvas, compiled once. Threads share it. */
final class Plans implements Execution.SubPlans {
    /** A canvas that cannot run (WORKFLOW 16). */
    static final int COMPILE = 720701003;

    private static final int NOT_FOUND = 720702004;
    private static final long MOST_NODES = 200_000;
    private static final long MOST_DRAFTS = 10_000;

    /** Longer than needed, so that one write serves the runs of a day. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private final Db db;
    private final Clock clock;
    private final WorkflowService workflows;
    private final PlanCompiler compiler;
    private final Cache<Key, Plan> plans = Caffeine.newBuilder()
            .maximumWeight(MOST_NODES)
            .<Key, Plan>weigher((key, plan) -> 10 + plan.size())
            .build();

    /** Until when drafts are kept as sub-workflows, as far as this node knows. */
    private final Cache<Key, Instant> keptDrafts = Caffeine.newBuilder().maximumSize(MOST_DRAFTS).build();

    private final Duration needed;

    private record Key(Id workflow, String hash) {}

    /** @param needed how long a run may need the canvas of a draft from the moment it comes to it */
    Plans(Db db, Clock clock, WorkflowService workflows, PlanCompiler compiler, Duration needed) {
        this.db = db;
        this.clock = clock;
        this.needed = needed;
        this.workflows = workflows;
        this.compiler = compiler;
    }

    /**
     * The plan of a workflow that was found.
     *
     * @throws CompileException in the validator's words when the canvas cannot run
     * @throws ApiException 4200 when the canvas is gone
     */
    Plan of(RunnableWorkflow workflow) {
        return of(workflow.id(), workflow.canvasHash());
    }

    Plan of(Id workflow, String hash) {
        var key = new Key(workflow, hash);
        var known = plans.getIfPresent(key);
        if (known == null) {
            known = compile(db.read(handle -> workflows.canvas(handle, workflow, hash)), hash);
            plans.put(key, known);
        }
        return known;
    }

    private Plan compile(String text, String hash) {
        var canvas = Canvas.of(Json.tree(text));
        for (var fault : CanvasCheck.of(canvas, CanvasMode.WORKFLOW)) {
            if (fault.level() == Fault.Level.ERROR) {
                throw new CompileException(fault.en());
            }
        }
        return compiler.compile(canvas, hash);
    }

    @Override
    public Plan find(RunContext caller, String workflow, String version) {
        var id = Id.parse(workflow);
        if (id == null) {
            throw new NodeException(NOT_FOUND, "workflow " + workflow + " does not exist");
        }
        return inner(() -> {
            var found = db.read(handle -> sub(handle, caller, id, version));
            return of(version.isEmpty() ? kept(caller, found) : found);
        });
    }

    /** An empty version means the draft (WORKFLOW 8.9). */
    private RunnableWorkflow sub(Handle handle, RunContext caller, Id id, String version) {
        var draft = version.isEmpty();
        return workflows.find(handle, caller.workspace(), id, draft ? null : version, draft);
    }

    /** The draft as it is now, which stays for the run although it is saved anew. */
    private RunnableWorkflow kept(RunContext caller, RunnableWorkflow draft) {
        var until = clock.instant().plus(needed);
        var known = keptDrafts.getIfPresent(new Key(draft.id(), draft.canvasHash()));
        if (known != null && !known.isBefore(until)) {
            return draft;
        }
        var longer = until.plus(AHEAD);
        var found = db.write(handle -> {
            var now = sub(handle, caller, draft.id(), ""); // it may have been saved since it was read
            workflows.keep(handle, now.id(), now.canvasHash(), longer);
            return now;
        });
        keptDrafts.put(new Key(found.id(), found.canvasHash()), longer);
        return found;
    }

    @Override
    public Execution.Described describe(RunContext caller, String workflow, String version) {
        var id = Id.parse(workflow);
        if (id == null) {
            throw new NodeException(NOT_FOUND, "workflow " + workflow + " does not exist");
        }
        try {
            var found = db.read(handle -> {
                var runnable = sub(handle, caller, id, version);
                return new Named(runnable, workflows.description(handle, id));
            });
            return new Execution.Described(found.workflow().name(), found.description(), of(found.workflow()));
        } catch (ApiException missing) {
            throw new NodeException(NOT_FOUND, missing.text());
        } catch (CompileException bad) {
            throw new NodeException(COMPILE, bad.text());
        }
    }

    private record Named(RunnableWorkflow workflow, String description) {}

    @Override
    public Plan pinned(RunContext caller, String workflow, String hash) {
        var id = Id.parse(workflow);
        if (id == null) {
            throw new NodeException(NOT_FOUND, "workflow " + workflow + " does not exist");
        }
        return inner(() -> of(id, hash));
    }

    private interface Looking {
        Plan look();
    }

    private static Plan inner(Looking looking) {
        try {
            return looking.look();
        } catch (ApiException missing) {
            throw new NodeException(NOT_FOUND, missing.text());
        } catch (CompileException bad) {
            throw new NodeException(COMPILE, bad.text());
        }
    }

}
