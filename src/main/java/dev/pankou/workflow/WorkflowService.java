package dev.pankou.workflow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.store.Db;
import dev.pankou.workspace.WorkspaceService;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds the workflow that a run wants, and its canvas. Keeps only a cache of what is known to be unchanged, so threads may
 * share it.
 */
public final class WorkflowService {
    private static final long CACHED_SIGHTS = 100_000;

    /** What it depends on whether somebody may run a workflow and which version that is. */
    private static final List<String> SEEN_FROM = List.of("workflow", "workflow_version", "workspace_member");

    /** Where a chatflow's role says whether it suggests follow-up questions. */
    static final String SUGGEST_FIELD = "role.suggest_reply_info";

    private final Db db;
    private final WorkspaceService workspaces;
    private final WorkflowStore store;
    private final WorkflowAccess access;
    private final Cache<Visit, Sight> sights = Caffeine.newBuilder().maximumSize(CACHED_SIGHTS).build();

    WorkflowService(Db db, WorkspaceService workspaces, WorkflowStore store, WorkflowAccess access) {
        this.db = db;
        this.workspaces = workspaces;
        this.store = store;
        this.access = access;
    }

    /** {@code version} "" is what is online. */
    private record Visit(Id user, Id workflow, String version) {}

    /** That a user may run this, true while {@link Db#version} of {@link #SEEN_FROM} is {@code stamp}. */
    private record Sight(long stamp, RunnableWorkflow found) {}

    /**
     * The published workflow that a caller wants to run. Mostly answered from memory; not to be called inside a work of the
     * store.
     *
     * @param version a certain version; null: what is online
     * @throws dev.pankou.api.ApiException 4200 for a workflow that is not there, not the caller's or not published, and for an
     *     unknown version; 4101 when the token does not reach its workspace
     */
    public RunnableWorkflow find(Caller caller, Id workflow, @Nullable String version) {
        var known = remembered(caller, workflow, version);
        if (known != null) {
            return known;
        }
        var stamp = db.version(SEEN_FROM);
        var found = db.read(handle -> find(handle, caller, workflow, version, false));
        if (stamp != Db.UNKNOWN_VERSION) {
            sights.put(visit(caller, workflow, version), new Sight(stamp, found));
        }
        return found;
    }

    /**
     * As {@link #find(Caller, Id, String)}, from memory alone.
     *
     * @return null when the store has to be asked, be it for a refusal
     */
    public @Nullable RunnableWorkflow remembered(Caller caller, Id workflow, @Nullable String version) {
        var sight = sights.getIfPresent(visit(caller, workflow, version));
        return sight != null && sight.stamp() == db.version(SEEN_FROM) && caller.reaches(sight.found().workspace())
                ? sight.found()
                : null;
    }

    private static Visit visit(Caller caller, Id workflow, @Nullable String version) {
        return new Visit(caller.user(), workflow, version == null ? "" : version);
    }

    /**
     * As {@link #find(Caller, Id, String)}, inside a work of the store.
     *
     * @param draft the draft instead, which needs the right to change the workflow
     * @throws dev.pankou.api.ApiException as there; for drafts 4101 without that right, 4000 with a version
     */
    public RunnableWorkflow find(Handle handle, Caller caller, Id workflow, @Nullable String version, boolean draft) {
        if (draft) {
            if (version != null) {
                throw ApiError.field("workflow_version", "not allowed for a draft");
            }
            var found = access.seen(handle, caller, workflow);
            if (!access.edits(handle, caller.user(), found)) {
                throw ApiError.NO_PERMISSION.with(
                        "workflow_id", workflow, "(only its owner and its collaborators may run the draft)");
            }
            return draft(found);
        }
        var found = store.runnable(handle, workflow, version).orElseThrow(() -> notPublished(workflow));
        if (!workspaces.belongs(handle, caller.user(), found.workspace())) {
            throw notPublished(workflow);
        }
        if (!caller.reaches(found.workspace())) {
            throw WorkflowAccess.unreached(workflow);
        }
        return found;
    }

    /**
     * The workflow that another one of the same workspace, or a bot there, calls.
     *
     * @param version a certain version; null: what is online
     * @param draft the draft instead
     * @throws dev.pankou.api.ApiException 4200 as {@link #find(Caller, Id, String)}, also for one of another workspace
     */
    public RunnableWorkflow find(Handle handle, Id workspace, Id workflow, @Nullable String version, boolean draft) {
        var found = draft
                ? store.find(handle, workflow).map(WorkflowService::draft)
                : store.runnable(handle, workflow, version);
        return found.filter(one -> one.workspace().equals(workspace)).orElseThrow(() -> notPublished(workflow));
    }

    /**
     * How a workflow is shown to others.
     *
     * @param iconFile null: the usual one
     */
    public record Label(String name, String description, @Nullable Id iconFile) {}

    /** Empty: the workspace has none such. */
    public Optional<Label> label(Handle handle, Id workspace, Id workflow) {
        return store.find(handle, workflow)
                .filter(found -> found.workspace().equals(workspace))
                .map(found -> new Label(found.name(), found.description(), found.iconFile()));
    }

    /** What its makers say of a workflow that was found before. */
    public String description(Handle handle, Id workflow) {
        return store.find(handle, workflow).map(Workflow::description).orElse("");
    }

    /** How a chatflow that was found before suggests follow-up questions by its role; null: not at all, "": the usual way. */
    public @Nullable String suggestPrompt(Handle handle, Id workflow) {
        return store.find(handle, workflow)
                .map(found -> SuggestReply.prompt(SUGGEST_FIELD, Json.tree(found.role()).get("suggest_reply_info")))
                .orElse(null);
    }

    private static RunnableWorkflow draft(Workflow workflow) {
        return new RunnableWorkflow(
                workflow.id(), workflow.workspace(), workflow.app(), workflow.mode(), workflow.name(), "",
                workflow.draftHash());
    }

    /**
     * A canvas of a workflow that was found before: JSON in the stored form.
     *
     * @throws dev.pankou.api.ApiException 4200 when it is gone: the workflow was deleted, or a draft was saved over it and
     *     nobody asked to {@linkplain #keep keep} it
     */
    public String canvas(Handle handle, Id workflow, String hash) {
        return store.canvas(handle, workflow, hash).orElseThrow(() -> WorkflowAccess.missing(workflow));
    }

    /**
     * Keeps a draft's canvas, for a run of it, although the draft may change; versions are kept anyway.
     *
     * @param until from then on it may go; an earlier time than one given before changes nothing
     * @throws dev.pankou.api.ApiException 4200 when it is gone
     */
    public void keep(Handle handle, Id workflow, String hash, Instant until) {
        if (!keepIfThere(handle, workflow, hash, until)) {
            throw WorkflowAccess.missing(workflow);
        }
    }

    /** As {@link #keep}; false when it is gone. */
    public boolean keepIfThere(Handle handle, Id workflow, String hash, Instant until) {
        return store.keepCanvas(handle, workflow, hash, until.toEpochMilli());
    }

    /**
     * Whether a caller may look at a workflow's drafts and runs.
     *
     * @return its workspace
     * @throws dev.pankou.api.ApiException 4200 for one that is not there or not the caller's, 4101 when the token does not
     *     reach its workspace
     */
    public Id requireSight(Handle handle, Caller caller, Id workflow) {
        return access.seen(handle, caller, workflow).workspace();
    }

    /** Whether a workflow is there and its workspace one of the caller's; what the token reaches is another question. */
    public boolean isSeen(Handle handle, Caller caller, Id workflow) {
        return store.find(handle, workflow)
                .filter(found -> workspaces.belongs(handle, caller.user(), found.workspace()))
                .isPresent();
    }

    /**
     * Whether a caller may change a workflow.
     *
     * @throws dev.pankou.api.ApiException as {@link #requireSight}, and 4101 without that right
     */
    public void requireEdit(Handle handle, Caller caller, Id workflow) {
        var found = access.seen(handle, caller, workflow);
        if (!access.edits(handle, caller.user(), found)) {
            throw ApiError.NO_PERMISSION.with("workflow_id", workflow, "(only its owner and its collaborators may change it)");
        }
    }

    private static RuntimeException notPublished(Id workflow) {
        return ApiError.WORKFLOW_NOT_PUBLISHED.with(workflow);
    }
}
