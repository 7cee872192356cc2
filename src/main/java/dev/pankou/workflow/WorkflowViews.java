package dev.pankou.workflow;

import dev.pankou.files.Icons;
import dev.pankou.id.Id;
import dev.pankou.identity.IdentityService;
import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.CanvasMode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shapes answers on workflows. */
final class WorkflowViews {
    private static final String ICON = "workflow";

    private final IdentityService identity;
    private final Icons icons;

    WorkflowViews(IdentityService identity, Icons icons) {
        this.identity = identity;
        this.icons = icons;
    }

    /** Schema OpenAPIUserInfo. */
    record Creator(Id id, String name) {}

    /** Schema OpenAPIWorkflowBasic; times are seconds in a text. */
    record WorkflowBasic(
            Id workflowId,
            String workflowName,
            String description,
            Id appId,
            String iconUrl,
            Creator creator,
            String createdAt,
            String updatedAt) {}

    /** Schema OpenAPIVersionMetaInfo. */
    record WorkflowVersionView(
            Id workflowId,
            String version,
            String description,
            String createdAt,
            String updatedAt,
            Creator creator,
            @Nullable JsonNode input,
            @Nullable JsonNode output) {}

    /** Names of the users of one answer, each looked up once. */
    final class Names {
        private final Map<Id, String> known = new HashMap<>();

        Creator of(Id user) {
            return new Creator(user, known.computeIfAbsent(user, id -> identity.user(id).name()));
        }
    }

    Names names() {
        return new Names();
    }

    WorkflowBasic basic(Workflow workflow, Names names) {
        return new WorkflowBasic(
                workflow.id(),
                workflow.name(),
                workflow.description(),
                workflow.app(),
                icon(workflow),
                names.of(workflow.owner()),
                seconds(workflow.createdAt()),
                seconds(workflow.updatedAt()));
    }

    WorkflowVersionView version(WorkflowReader.Version version, Names names) {
        var made = version.version();
        var signature = version.signature();
        return new WorkflowVersionView(
                made.workflow(),
                made.version(),
                made.description(),
                seconds(made.createdAt()),
                seconds(made.createdAt()),
                names.of(made.creator()),
                signature == null ? null : signature.input(),
                signature == null ? null : signature.output());
    }

    /** The draft as a version without a name. */
    WorkflowVersionView draft(WorkflowReader.Seen seen, boolean signature, Names names) {
        var workflow = seen.workflow();
        var parts = signature ? Signature.of(seen.canvas()) : null;
        return new WorkflowVersionView(
                workflow.id(),
                "",
                "",
                seconds(workflow.createdAt()),
                seconds(workflow.updatedAt()),
                names.of(workflow.owner()),
                parts == null ? null : parts.input(),
                parts == null ? null : parts.output());
    }

    String icon(Workflow workflow) {
        return icons.url(workflow.iconFile(), ICON);
    }

    /**
     * How a chatflow shows itself to the Chat SDK (SDK-SURFACE 1.1): what it was told, and its own name and picture where it
     * was told none. Null for a workflow.
     */
    @Nullable JsonNode role(Workflow workflow) {
        if (workflow.mode() != CanvasMode.CHATFLOW) {
            return null;
        }
        var role = (ObjectNode) Json.tree(workflow.role());
        if (!role.path("name").isString()) {
            role.put("name", workflow.name());
        }
        if (!role.path("avatar").isObject()) {
            role.putObject("avatar").put("image_url", icon(workflow));
        }
        return role;
    }

    static String seconds(long milliseconds) {
        return Long.toString(milliseconds / 1000);
    }
}
