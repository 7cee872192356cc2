package dev.pankou.workflow;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import dev.pankou.upload.UploadService;
import dev.pankou.workflow.canvas.CanvasExport;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.canvas.Envelopes;
import dev.pankou.workflow.canvas.Fault;
import dev.pankou.workflow.canvas.Opened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Import and export of canvases in the envelopes of Coze (WORKFLOW 1). Reads requests, shapes answers. */
final class TransferOperations {
    private final WorkflowImport imports;
    private final WorkflowReader reader;
    private final UploadService uploads;
    private final Supplier<String> publicUrl;

    /** @param publicUrl how browsers reach this server, without a slash at the end */
    TransferOperations(
            WorkflowImport imports, WorkflowReader reader, UploadService uploads, Supplier<String> publicUrl) {
        this.uploads = uploads;
        this.imports = imports;
        this.reader = reader;
        this.publicUrl = publicUrl;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("PankouImportWorkflow", "/pankou/v1/workflows/import")
                        .permission(Permission.CREATE_WORKFLOW)
                        .body(Operation.Body.WORKFLOW_FORM)
                        .summary("Make a workflow of a canvas or an export of Coze; answers what became of all that it names")
                        .data(ImportWorkflow.class, WorkflowImported.class, this::load),
                Operation.get("PankouExportWorkflow", "/pankou/v1/workflows/{workflow_id}/export")
                        .permission(Permission.READ_WORKFLOW)
                        .summary("The canvas of the draft or of a version, as Coze's editor reads it")
                        .data(ExportWorkflow.class, WorkflowExport.class, this::export));
    }

    private WorkflowImported load(Caller caller, ImportWorkflow request) {
        var opened = opened(caller, request);
        var name = request.name() != null ? request.name() : opened.name();
        if (name == null || name.isBlank()) {
            throw ApiError.field("name", "is required");
        }
        var wish = new WorkflowImport.Wish(
                request.workspaceId(), request.appId(), name, request.workflowMode(), request.ids());
        var imported = imports.run(caller, opened, wish);
        return new WorkflowImported(
                imported.workflowId(), 1, imported.report(), imported.faults(), imported.subWorkflows());
    }

    private Opened opened(Caller caller, ImportWorkflow request) {
        var given = Stream.of(request.canvas(), request.file(), request.fileId()).filter(Objects::nonNull).count();
        if (given != 1) {
            throw ApiError.field("canvas", "either canvas, file or file_id is required");
        }
        if (request.canvas() != null) {
            return StoredCanvas.opened(request.canvas());
        }
        if (request.fileId() != null) {
            var uploaded = uploaded(caller, request.fileId());
            return StoredCanvas.opened("file_id", () -> Envelopes.open(uploaded));
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(String.valueOf(request.file()));
            return StoredCanvas.opened("file", () -> Envelopes.open(bytes));
        } catch (IllegalArgumentException notBase64) {
            throw ApiError.field("file", "must be base64");
        }
    }

    /** One byte more than a canvas may have is enough to be refused. */
    private byte[] uploaded(Caller caller, Id id) {
        var file = uploads.find(caller.user(), id)
                .orElseThrow(() -> ApiError.field("file_id", "file " + id + " does not exist or is not yours"));
        try (var content = uploads.open(file)) {
            return content.readNBytes(Envelopes.MAX_BYTES + 1);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private WorkflowExport export(Caller caller, ExportWorkflow request) {
        var seen = reader.canvas(caller, request.workflowId(), request.version());
        var workflow = seen.workflow();
        var source = new CanvasExport.Source(
                workflow.id().toString(),
                workflow.workspace().toString(),
                workflow.mode(),
                publicUrl.get().replaceFirst("^https?://", ""));
        var content = switch (request.format()) {
            case CANVAS -> seen.canvas().json();
            case FLOW -> CanvasExport.file(seen.canvas(), source);
            case CLIPBOARD -> CanvasExport.clipboard(
                    seen.canvas(),
                    request.nodeIds().isEmpty()
                            ? seen.canvas().nodes().stream().map(CanvasNode::id).collect(Collectors.toSet())
                            : new LinkedHashSet<>(request.nodeIds()),
                    source);
        };
        var extension = request.format() == Format.FLOW ? ".flow" : ".json";
        return new WorkflowExport("coze-workflow-" + workflow.id() + extension, content);
    }

    record ImportWorkflow(
            @Required Id workspaceId,
            @Nullable @Length(min = 1, max = 100) @Doc("absent: as the export says") String name,
            @Nullable @Doc("absent: as the export says, else workflow") CanvasMode workflowMode,
            @Nullable
                    @Doc("an object or JSON text: a bare canvas, the editor's clipboard or its export file")
                    JsonNode canvas,
            @Nullable
                    @Doc("instead of canvas, base64, or as it is in multipart/form-data: the hosted product's ZIP, or a file with"
                            + " JSON")
                    String file,
            @Nullable @Doc("instead of canvas: such a file that was uploaded") Id fileId,
            @Default("0") @Doc("0: in the library of the workspace, not in an app") Id appId,
            @Doc("ids of plugins, tools, knowledge bases, databases, models, workflows: foreign to ours") Map<String, String> ids) {}

    /** {@code report}: what became of what the canvas names; {@code faults}: of the canvas as it is now. */
    record WorkflowImported(
            Id workflowId,
            long draftVersion,
            List<WorkflowImport.ImportEntry> report,
            List<Fault> faults,
            List<WorkflowImport.ImportedSub> subWorkflows) {}

    /** Forms of an export. */
    enum Format {
        /** As it is stored, with all keys. */
        CANVAS,
        /** To be pasted into the editor, without Start and End. */
        CLIPBOARD,
        /** The editor's export file. */
        FLOW
    }

    record ExportWorkflow(
            @Required Id workflowId,
            @Default("canvas") Format format,
            @Default(Workflow.DRAFT) @Length(max = 30) @Doc("draft, or one such as v0.0.1") String version,
            @Doc("of the clipboard: these nodes only, separated by commas") List<String> nodeIds) {}

    record WorkflowExport(String fileName, JsonNode content) {}
}
