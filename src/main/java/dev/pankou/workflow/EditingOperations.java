package dev.pankou.workflow;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.Operation.Body;
import dev.pankou.api.Query;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import dev.pankou.workflow.Workflow.CollaborationMode;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.canvas.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Our own operations on the drafts and versions of workflows. Reads requests, shapes answers. */
final class EditingOperations {
    private static final Id NO_APP = new Id(0);
    private static final String AT = "/pankou/v1/workflows";

    private final WorkflowEditor editor;
    private final WorkflowReader reader;
    private final WorkflowViews views;

    EditingOperations(WorkflowEditor editor, WorkflowReader reader, WorkflowViews views) {
        this.editor = editor;
        this.reader = reader;
        this.views = views;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("PankouCreateWorkflow", AT)
                        .permission(Permission.CREATE_WORKFLOW)
                        .summary("Make a workflow or chatflow whose Start leads to End")
                        .data(CreateWorkflow.class, WorkflowCreated.class, this::create),
                Operation.get("PankouGetWorkflow", AT + "/{workflow_id}")
                        .permission(Permission.READ_WORKFLOW)
                        .summary("A workflow with its draft and all faults of it")
                        .data(WorkflowId.class, WorkflowDetail.class, (caller, request) -> detail(caller, request.workflowId())),
                Operation.put("PankouUpdateWorkflow", AT + "/{workflow_id}")
                        .permission(Permission.EDIT_WORKFLOW)
                        .summary("Change a workflow's name, description, icon or role; what is not given stays")
                        .done(UpdateWorkflow.class, (caller, request) -> editor.update(
                                caller, request.workflowId(), request.name(), request.description(), request.iconFileId(),
                                request.role())),
                Operation.delete("PankouDeleteWorkflow", AT + "/{workflow_id}")
                        .permission(Permission.EDIT_WORKFLOW)
                        .summary("Delete a workflow that nothing uses, with all its versions")
                        .done(DeleteWorkflow.class, (caller, request) ->
                                editor.delete(caller, request.workflowId(), request.force())),
                Operation.get("PankouGetWorkflowCanvas", AT + "/{workflow_id}/canvas")
                        .permission(Permission.READ_WORKFLOW)
                        .summary("The canvas of the draft or of a version")
                        .data(GetCanvas.class, CanvasView.class, this::canvas),
                Operation.put("PankouSaveWorkflowCanvas", AT + "/{workflow_id}/canvas")
                        .permission(Permission.EDIT_WORKFLOW)
                        .body(Body.WORKFLOW_JSON)
                        .summary("Make a canvas the draft, unless the draft has changed since; answers all its faults")
                        .data(SaveCanvas.class, DraftSaved.class, this::save),
                Operation.post("PankouValidateWorkflow", AT + "/validate")
                        .permission(Permission.READ_WORKFLOW)
                        .body(Body.WORKFLOW_JSON)
                        .summary("All faults of a canvas, which is not stored")
                        .data(Validate.class, Faults.class, this::validate),
                Operation.post("PankouPublishWorkflow", AT + "/{workflow_id}/publish")
                        .permission(Permission.EDIT_WORKFLOW)
                        .summary("Make the draft a version, which runs from then on; refused when the draft cannot run")
                        .data(PublishWorkflow.class, WorkflowPublished.class, this::publish),
                Operation.post("PankouUnpublishWorkflow", AT + "/{workflow_id}/unpublish")
                        .permission(Permission.EDIT_WORKFLOW)
                        .summary("Let no version of a workflow run")
                        .done(WorkflowId.class, (caller, request) -> editor.unpublish(caller, request.workflowId())),
                Operation.post("PankouDuplicateWorkflow", AT + "/{workflow_id}/duplicate")
                        .permission(Permission.COPY_WORKFLOW, Permission.CREATE_WORKFLOW)
                        .summary("Make a workflow with the same draft, in the same workspace or another")
                        .data(Duplicate.class, WorkflowCreated.class, this::duplicate),
                Operation.get("PankouDiffWorkflow", AT + "/{workflow_id}/versions/{version}/diff")
                        .permission(Permission.READ_WORKFLOW)
                        .summary("What a version, or the draft, has that another has not")
                        .data(Diff.class, CanvasDiff.class, (caller, request) ->
                                reader.diff(caller, request.workflowId(), request.version(), request.against())),
                Operation.post("PankouRestoreWorkflow", AT + "/{workflow_id}/versions/{version}/restore")
                        .permission(Permission.EDIT_WORKFLOW)
                        .summary("Make a version the draft again")
                        .data(Restore.class, DraftRestored.class, this::restore),
                Operation.get("PankouListWorkflowReferences", AT + "/{workflow_id}/references")
                        .permission(Permission.READ_WORKFLOW)
                        .summary("Who uses a workflow")
                        .data(WorkflowId.class, WorkflowReferences.class, this::references));
    }

    private WorkflowCreated create(Caller caller, CreateWorkflow request) {
        var id = editor.nextId();
        editor.create(
                caller,
                request.workspaceId(),
                request.appId(),
                request.iconFileId(),
                List.of(new WorkflowEditor.Plan(
                        id, request.name(), request.description(), request.workflowMode(),
                        FirstCanvas.of(request.workflowMode()))));
        return new WorkflowCreated(id, 1);
    }

    private WorkflowCreated duplicate(Caller caller, Duplicate request) {
        var seen = reader.canvas(caller, request.workflowId(), Workflow.DRAFT);
        var workflow = seen.workflow();
        var id = editor.nextId();
        var elsewhere = request.workspaceId() != null && !request.workspaceId().equals(workflow.workspace());
        editor.create(
                caller,
                request.workspaceId() == null ? workflow.workspace() : request.workspaceId(),
                elsewhere ? NO_APP : workflow.app(),
                null,
                List.of(new WorkflowEditor.Plan(
                        id,
                        request.name() == null ? workflow.name() : request.name(),
                        workflow.description(),
                        workflow.mode(),
                        seen.canvas().json())));
        return new WorkflowCreated(id, 1);
    }

    private WorkflowDetail detail(Caller caller, Id id) {
        var detail = reader.detail(caller, id);
        var workflow = detail.workflow();
        var names = views.names();
        return new WorkflowDetail(
                views.basic(workflow, names),
                workflow.workspace(),
                workflow.mode(),
                workflow.collaboration(),
                detail.collaborators().stream().map(names::of).toList(),
                detail.mayEdit(),
                detail.online(),
                views.role(workflow),
                workflow.draftVersion(),
                detail.canvas().json(),
                reader.faults(workflow, detail.canvas()));
    }

    private CanvasView canvas(Caller caller, GetCanvas request) {
        var seen = reader.canvas(caller, request.workflowId(), request.version());
        return new CanvasView(
                request.workflowId(),
                seen.version() == null ? "" : seen.version().version(),
                seen.version() == null ? (Long) seen.workflow().draftVersion() : null,
                seen.canvas().json());
    }

    private DraftSaved save(Caller caller, SaveCanvas request) {
        var draft = editor.save(caller, request.workflowId(), request.canvas(), request.draftVersion());
        return new DraftSaved(draft.workflow().draftVersion(), draft.faults());
    }

    private Faults validate(Caller caller, Validate request) {
        var canvas = Canvas.of(StoredCanvas.opened(request.canvas()).canvas());
        return new Faults(
                reader.faults(caller, canvas, request.workflowMode(), request.workspaceId(), request.workflowId()));
    }

    private WorkflowPublished publish(Caller caller, PublishWorkflow request) {
        var published = editor.publish(caller, request.workflowId(), request.version(), request.description());
        return new WorkflowPublished(request.workflowId(), published.version(), published.faults());
    }

    private DraftRestored restore(Caller caller, Restore request) {
        if (request.version().equals(Workflow.DRAFT)) {
            throw ApiError.field("version", "the draft is the draft already");
        }
        var workflow = editor.restore(caller, request.workflowId(), request.version(), request.draftVersion());
        return new DraftRestored(workflow.draftVersion());
    }

    private WorkflowReferences references(Caller caller, WorkflowId request) {
        var found = editor.references(caller, request.workflowId());
        return new WorkflowReferences(
                found.workflows().stream()
                        .map(user -> new UsingWorkflow(user.id(), user.name(), user.draft(), user.online()))
                        .toList(),
                found.bots().stream().map(bot -> new UsingBot(bot.id(), bot.name())).toList());
    }

    record CreateWorkflow(
            @Required Id workspaceId,
            @Required @Length(min = 1, max = 100) String name,
            @Default("") @Length(max = 1000) String description,
            @Default("workflow") CanvasMode workflowMode,
            @Nullable Id iconFileId,
            @Default("0") @Doc("0: in the library of the workspace, not in an app") Id appId) {}

    record WorkflowCreated(Id workflowId, long draftVersion) {}

    record WorkflowId(@Required Id workflowId) {}

    record WorkflowDetail(
            WorkflowViews.WorkflowBasic workflowDetail,
            Id workspaceId,
            CanvasMode workflowMode,
            CollaborationMode collaborationMode,
            List<WorkflowViews.Creator> collaborators,
            @Doc("whether the caller may change it") boolean mayEdit,
            @Nullable @Doc("the version that runs; absent: not published") String version,
            @Nullable @Doc("of a chatflow: how it shows itself") JsonNode role,
            @Doc("to be sent when the draft is saved") long draftVersion,
            JsonNode canvas,
            List<Fault> faults) {}

    record UpdateWorkflow(
            @Required Id workflowId,
            @Nullable @Length(min = 1, max = 100) String name,
            @Nullable @Length(max = 1000) String description,
            @Nullable Id iconFileId,
            @Nullable
                    @Doc("of a chatflow, replaces all: {name, avatar, onboarding_info, suggest_reply_info,"
                            + " background_image_info, audio_config, user_input_config}")
                    JsonNode role) {}

    record DeleteWorkflow(
            @Required Id workflowId,
            @Query @Default("false") @Doc("although workflows or bots use it") boolean force) {}

    record GetCanvas(
            @Required Id workflowId, @Default(Workflow.DRAFT) @Length(max = 30) @Doc("draft, or one such as v0.0.1") String version) {}

    /** {@code version} is "" and {@code draft_version} there for the draft. */
    record CanvasView(Id workflowId, String version, @Nullable Long draftVersion, JsonNode canvas) {}

    record SaveCanvas(
            @Required Id workflowId,
            @Required @Doc("an object or JSON text, in any envelope of the editor") JsonNode canvas,
            @Required @Doc("of the draft that was changed") long draftVersion) {}

    record DraftSaved(long draftVersion, List<Fault> faults) {}

    record Validate(
            @Required JsonNode canvas,
            @Default("workflow") CanvasMode workflowMode,
            @Nullable @Doc("where its sub-workflows are; absent: they are not looked for") Id workspaceId,
            @Nullable @Doc("whose draft it is to be, so that calls of itself are found") Id workflowId) {}

    record Faults(List<Fault> faults) {}

    record PublishWorkflow(
            @Required Id workflowId,
            @Required @Doc("vX.Y.Z, greater than all before") String version,
            @Default("") @Length(max = 1000) String description) {}

    /** {@code faults}: warnings; a draft with errors is not published. */
    record WorkflowPublished(Id workflowId, String version, List<Fault> faults) {}

    record Duplicate(
            @Required Id workflowId,
            @Nullable @Length(min = 1, max = 100) String name,
            @Nullable @Doc("absent: the same") Id workspaceId) {}

    record Diff(
            @Required Id workflowId,
            @Required @Length(max = 30) @Doc("draft, or one such as v0.0.1") String version,
            @Nullable @Length(max = 30) @Doc("draft or a version; absent: the version before") String against) {}

    record Restore(
            @Required Id workflowId,
            @Required @Length(max = 30) String version,
            @Nullable @Doc("of the draft that goes; absent: whatever it is") Long draftVersion) {}

    record DraftRestored(long draftVersion) {}

    record WorkflowReferences(List<UsingWorkflow> workflows, List<UsingBot> bots) {}

    record UsingWorkflow(Id workflowId, String name, boolean inDraft, boolean inPublished) {}

    record UsingBot(Id botId, String name) {}
}
