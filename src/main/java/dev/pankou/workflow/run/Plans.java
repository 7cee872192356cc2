package dev.pankou.workflow.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

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

    private final Db db;
    private final WorkflowService workflows;
    private final PlanCompiler compiler;
    private final Cache<Key, Plan> plans = Caffeine.newBuilder()
            .maximumWeight(MOST_NODES)
            .<Key, Plan>weigher((key, plan) -> 10 + plan.size())
            .build();

    private record Key(Id workflow, String hash) {}

    Plans(Db db, WorkflowService workflows, PlanCompiler compiler) {
        this.db = db;
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
        var draft = version.isEmpty();
        return inner(() -> of(db.read(handle -> sub(handle, caller, id, version, draft))));
    }

    /** An empty version means the draft (WORKFLOW 8.9), which nobody else may have touched when the caller is published. */
    private RunnableWorkflow sub(org.jdbi.v3.core.Handle handle, RunContext caller, Id id, String version, boolean draft) {
        return workflows.find(handle, caller.workspace(), id, draft ? null : version, draft);
    }

    @Override
    public Execution.Described describe(RunContext caller, String workflow, String version) {
        var id = Id.parse(workflow);
        if (id == null) {
            throw new NodeException(NOT_FOUND, "workflow " + workflow + " does not exist");
        }
        try {
            var draft = version.isEmpty();
            var found = db.read(handle -> {
                var runnable = sub(handle, caller, id, version, draft);
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
