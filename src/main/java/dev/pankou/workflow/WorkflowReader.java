package dev.pankou.workflow;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.PageRequest;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.store.Db;
import dev.pankou.workflow.WorkflowStore.Listing;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.canvas.Fault;
import dev.pankou.workspace.Role;
import dev.pankou.workspace.WorkspaceService;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What members of a workspace see of its workflows. Keeps no state of its own; threads may share it. */
final class WorkflowReader {
    private final Db db;
    private final WorkspaceService workspaces;
    private final WorkflowStore store;
    private final WorkflowAccess access;
    private final WorkflowCheck check;

    WorkflowReader(
            Db db, WorkspaceService workspaces, WorkflowStore store, WorkflowAccess access, WorkflowCheck check) {
        this.db = db;
        this.workspaces = workspaces;
        this.store = store;
        this.access = access;
        this.check = check;
    }

    /** Entries and whether more follow. */
    record Found<T>(List<T> items, boolean hasMore) {
        /** Of one entry more than was asked for. */
        static <T> Found<T> of(List<T> oneMore, int size) {
            return new Found<>(oneMore.subList(0, Math.min(size, oneMore.size())), oneMore.size() > size);
        }
    }

    /**
     * A workflow and one of its canvases.
     *
     * @param version of the canvas; null: it is the draft's
     */
    record Seen(Workflow workflow, @Nullable WorkflowVersion version, Canvas canvas) {}

    /** All there is to know about a draft. */
    record Detail(Workflow workflow, Canvas canvas, @Nullable String online, List<Id> collaborators, boolean mayEdit) {}

    /** A version and, when it was asked for, what it takes and gives. */
    record Version(WorkflowVersion version, @Nullable Signature signature) {}

    /** The workflows of a workspace, changed last first (OpenAPIGetWorkflowList). */
    Found<Workflow> list(
            Caller caller,
            Id workspace,
            Listing listing,
            @Nullable CanvasMode mode,
            @Nullable Id app,
            String name,
            PageRequest page) {
        return db.read(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id");
            return Found.of(
                    store.list(handle, workspace, listing, mode, app, name, page.size() + 1, page.offset()), page.size());
        });
    }

    /** What is online, or the draft where nothing is or {@code draft} asks for it (OpenAPIGetWorkflowInfo). */
    Seen info(Caller caller, Id id, boolean draft) {
        record Raw(Workflow workflow, @Nullable WorkflowVersion version, String body) {}
        var raw = db.read(handle -> {
            var workflow = access.seen(handle, caller, id);
            var version = draft || workflow.online() == 0
                    ? null
                    : store.version(handle, id, workflow.online()).orElseThrow();
            return new Raw(workflow, version, body(handle, workflow, version));
        });
        return new Seen(raw.workflow(), raw.version(), Canvas.of(Json.tree(raw.body())));
    }

    /**
     * A certain canvas.
     *
     * @param version {@value Workflow#DRAFT} or a version's name
     * @throws dev.pankou.api.ApiException 4200 also for an unknown version
     */
    Seen canvas(Caller caller, Id id, String version) {
        record Raw(Workflow workflow, @Nullable WorkflowVersion version, String body) {}
        var raw = db.read(handle -> {
            var workflow = access.seen(handle, caller, id);
            var found = version.equals(Workflow.DRAFT)
                    ? null
                    : store.version(handle, id, version).orElseThrow(() -> ApiError.NOT_FOUND.with("version", version));
            return new Raw(workflow, found, body(handle, workflow, found));
        });
        return new Seen(raw.workflow(), raw.version(), Canvas.of(Json.tree(raw.body())));
    }

    private String body(Handle handle, Workflow workflow, @Nullable WorkflowVersion version) {
        return store.canvas(handle, workflow.id(), version == null ? workflow.draftHash() : version.canvasHash())
                .orElseThrow();
    }

    Detail detail(Caller caller, Id id) {
        record Raw(Workflow workflow, String body, @Nullable String online, List<Id> collaborators, boolean mayEdit) {}
        var raw = db.read(handle -> {
            var workflow = access.seen(handle, caller, id);
            return new Raw(
                    workflow,
                    body(handle, workflow, null),
                    store.version(handle, id, workflow.online()).map(WorkflowVersion::version).orElse(null),
                    store.collaborators(handle, id),
                    access.edits(handle, caller.user(), workflow));
        });
        return new Detail(
                raw.workflow(), Canvas.of(Json.tree(raw.body())), raw.online(), raw.collaborators(), raw.mayEdit());
    }

    List<Fault> faults(Workflow workflow, Canvas canvas) {
        return check.of(canvas, workflow.mode(), workflow.workspace(), workflow.id());
    }

    /**
     * The faults of a canvas that is not stored.
     *
     * @param workspace where its sub-workflows are; null: they are not looked for
     * @param self the workflow that it is to be a draft of; null: none
     */
    List<Fault> faults(Caller caller, Canvas canvas, CanvasMode mode, @Nullable Id workspace, @Nullable Id self) {
        var where = db.read(handle -> {
            if (self != null) {
                return Optional.of(access.seen(handle, caller, self).workspace());
            }
            if (workspace != null) {
                workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id");
            }
            return Optional.ofNullable(workspace);
        });
        return check.of(canvas, mode, where.orElse(null), self);
    }

    /**
     * What was published, newest first (OpenAPIListVersion).
     *
     * @param before milliseconds: only those made earlier
     * @param online none when nothing of the workflow is online
     */
    Found<Version> versions(Caller caller, Id id, long before, int size, boolean online, boolean signatures) {
        record Raw(WorkflowVersion version, String body) {}
        var raw = db.read(handle -> {
            var workflow = access.seen(handle, caller, id);
            var found = online && workflow.online() == 0
                    ? Found.<WorkflowVersion>of(List.of(), size)
                    : Found.of(store.versions(handle, id, before, size + 1), size);
            return new Found<>(
                    found.items().stream()
                            .map(version -> new Raw(version, signatures ? body(handle, workflow, version) : ""))
                            .toList(),
                    found.hasMore());
        });
        return new Found<>(
                raw.items().stream()
                        .map(one -> new Version(
                                one.version(), signatures ? Signature.of(Canvas.of(Json.tree(one.body()))) : null))
                        .toList(),
                raw.hasMore());
    }

    /**
     * What {@code version} has that {@code against} has not.
     *
     * @param against null: the version before; the one that is newest, for the draft; nothing, for the first
     */
    CanvasDiff diff(Caller caller, Id id, String version, @Nullable String against) {
        var now = canvas(caller, id, version);
        var base = against;
        if (base == null) {
            var before = now.version() == null ? Long.MAX_VALUE : now.version().createdAt();
            base = versions(caller, id, before, 1, false, false).items().stream()
                    .findFirst()
                    .map(one -> one.version().version())
                    .orElse(null);
        }
        var old = base == null ? new Canvas(List.of(), List.of(), Json.object()) : canvas(caller, id, base).canvas();
        return CanvasDiff.between(old, now.canvas());
    }
}
