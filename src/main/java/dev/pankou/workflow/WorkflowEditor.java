package dev.pankou.workflow;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.bot.BotService;
import dev.pankou.files.Icons;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.json.Json;
import dev.pankou.store.Db;
import dev.pankou.workflow.Workflow.CollaborationMode;
import dev.pankou.workflow.WorkflowStore.Place;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.canvas.Fault;
import dev.pankou.workspace.Role;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The life of a workflow: made, drawn, published, taken down, deleted. Keeps no state of its own; threads may share it. */
final class WorkflowEditor {
    /** Characters of a role's JSON. */
    static final int MAX_ROLE = 65_536;

    private static final int NAMED_USERS = 5;

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final WorkspaceService workspaces;
    private final Icons icons;
    private final BotService bots;
    private final WorkflowStore store;
    private final WorkflowAccess access;
    private final WorkflowCheck check;

    WorkflowEditor(
            Db db,
            Clock clock,
            Ids ids,
            WorkspaceService workspaces,
            Icons icons,
            BotService bots,
            WorkflowStore store,
            WorkflowAccess access,
            WorkflowCheck check) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.workspaces = workspaces;
        this.icons = icons;
        this.bots = bots;
        this.store = store;
        this.access = access;
        this.check = check;
    }

    /** A new workflow to be made. */
    record Plan(Id id, String name, String description, CanvasMode mode, JsonNode canvas) {}

    /** A draft as it is now. */
    record Draft(Workflow workflow, List<Fault> faults) {}

    /** What was published and its warnings. */
    record Published(String version, List<Fault> faults) {}

    /** Who uses a workflow. */
    record References(List<WorkflowStore.User> workflows, List<BotService.Named> bots) {
        boolean isEmpty() {
            return workflows.isEmpty() && bots.isEmpty();
        }
    }

    Id nextId() {
        return ids.next();
    }

    /**
     * Makes workflows that are not published, in one transaction.
     *
     * @param app 0: in no app
     * @throws dev.pankou.api.ApiException 4000 for a workspace that is none of the caller's, 4101 when the token does not
     *     reach it, 4000 for a file that is no picture of the caller's
     */
    void create(Caller caller, Id workspace, Id app, @Nullable Id icon, List<Plan> plans) {
        var now = clock.millis();
        var canvases = plans.stream().map(plan -> StoredCanvas.of(plan.canvas())).toList();
        var used = plans.stream().map(plan -> CanvasFacts.of(Canvas.of(plan.canvas())).used()).toList();
        db.write(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id");
            if (icon != null) {
                icons.keep(handle, caller.user(), icon, "icon_file_id");
            }
            for (var i = 0; i < plans.size(); i++) {
                var plan = plans.get(i);
                var canvas = canvases.get(i);
                store.insert(
                        handle,
                        new Workflow(
                                plan.id(), workspace, caller.user(), app, plan.mode(), plan.name(), plan.description(), icon,
                                canvas.hash(), 1, 0, CollaborationMode.SINGLE, Workflow.NO_ROLE, now, now));
                store.putCanvas(handle, plan.id(), canvas);
                store.putUses(handle, plan.id(), Place.DRAFT, used.get(i));
            }
            return workspace;
        });
    }

    /** Now, or a moment later when something else happened in the same millisecond. */
    private long after(long last) {
        return Math.max(clock.millis(), last + 1);
    }

    /**
     * Makes a canvas the draft, whatever its faults.
     *
     * @param draftVersion of the draft that the change was made to
     * @throws dev.pankou.api.ApiException 4200, 4101; 4000 for what is no canvas, and when the draft has changed since
     */
    Draft save(Caller caller, Id id, JsonNode canvas, long draftVersion) {
        var opened = StoredCanvas.opened(canvas).canvas();
        var stored = StoredCanvas.of(opened);
        var used = check.facts(stored.hash(), Canvas.of(opened)).used();
        var saved = db.write(handle -> {
            var workflow = current(handle, caller, id, draftVersion);
            if (workflow.draftHash().equals(stored.hash())) {
                return workflow;
            }
            store.putCanvas(handle, id, stored);
            store.putUses(handle, id, Place.DRAFT, used);
            return redraw(handle, workflow, stored.hash());
        });
        return new Draft(saved, check.of(Canvas.of(opened), saved.mode(), saved.workspace(), id));
    }

    private Workflow current(Handle handle, Caller caller, Id id, @Nullable Long draftVersion) {
        var workflow = access.editable(handle, caller, id);
        if (draftVersion != null && draftVersion != workflow.draftVersion()) {
            throw ApiError.STALE_DRAFT.with(id, workflow.draftVersion());
        }
        return workflow;
    }

    private Workflow redraw(Handle handle, Workflow workflow, String hash) {
        var redrawn = workflow.drafted(hash, after(workflow.updatedAt()));
        store.update(handle, redrawn);
        store.sweepCanvases(handle, workflow.id(), hash, clock.millis());
        return redrawn;
    }

    /**
     * Makes a version's canvas the draft again.
     *
     * @param draftVersion of the draft that goes; null: whatever it is now
     */
    Workflow restore(Caller caller, Id id, String version, @Nullable Long draftVersion) {
        return db.write(handle -> {
            var workflow = current(handle, caller, id, draftVersion);
            var found = store.version(handle, id, version).orElseThrow(() -> ApiError.NOT_FOUND.with("version", version));
            if (workflow.draftHash().equals(found.canvasHash())) {
                return workflow;
            }
            var body = store.canvas(handle, id, found.canvasHash()).orElseThrow();
            store.putUses(handle, id, Place.DRAFT, check.facts(found.canvasHash(), Canvas.of(Json.tree(body))).used());
            return redraw(handle, workflow, found.canvasHash());
        });
    }

    /** Changes what is not drawn; null leaves what it is. @throws dev.pankou.api.ApiException 4200, 4101, 4000 */
    Workflow update(
            Caller caller,
            Id id,
            @Nullable String name,
            @Nullable String description,
            @Nullable Id icon,
            @Nullable JsonNode role) {
        var roleText = role == null ? null : roleText(role);
        return db.write(handle -> {
            var workflow = access.editable(handle, caller, id);
            if (roleText != null && workflow.mode() != CanvasMode.CHATFLOW) {
                throw ApiError.field("role", "only a chatflow has a role");
            }
            if (icon != null) {
                icons.keep(handle, caller.user(), icon, "icon_file_id");
            }
            var updated = workflow.described(
                    name == null ? workflow.name() : name,
                    description == null ? workflow.description() : description,
                    icon == null ? workflow.iconFile() : icon,
                    roleText == null ? workflow.role() : roleText,
                    after(workflow.updatedAt()));
            store.update(handle, updated);
            return updated;
        });
    }

    private static String roleText(JsonNode role) {
        if (!role.isObject()) {
            throw ApiError.field("role", "must be an object");
        }
        var suggest = role.get("suggest_reply_info");
        SuggestReply.prompt(WorkflowService.SUGGEST_FIELD, suggest); // whoever talks to it must not be the first to find out
        var text = StoredCanvas.of(role).body();
        if (text.length() > MAX_ROLE) {
            throw ApiError.field("role", "at most " + MAX_ROLE + " characters of JSON");
        }
        return text;
    }

    /**
     * Makes the draft a version, which runs from now on.
     *
     * @throws dev.pankou.api.ApiException 4200, 4101; 4000 for a version that does not grow, for a draft that cannot run, and
     *     when the draft changed while it was checked
     */
    Published publish(Caller caller, Id id, String name, String description) {
        var version = VersionName.of(name);
        record Checked(Workflow workflow, String body) {}
        var draft = db.read(handle -> {
            var workflow = access.seen(handle, caller, id);
            return new Checked(workflow, store.canvas(handle, id, workflow.draftHash()).orElseThrow());
        });
        var canvas = Canvas.of(Json.tree(draft.body()));
        var faults = check.of(canvas, draft.workflow().mode(), draft.workflow().workspace(), id);
        var hash = draft.workflow().draftHash();
        var used = check.facts(hash, canvas).used();
        return db.write(handle -> {
            var workflow = current(handle, caller, id, draft.workflow().draftVersion());
            refuseErrors(id, faults);
            var newest = store.newest(handle, id).orElse(null);
            if (newest != null && version.compareTo(VersionName.of(newest.version())) <= 0) {
                throw ApiError.field("version", "must be greater than " + newest.version());
            }
            var now = after(Math.max(workflow.updatedAt(), newest == null ? 0 : newest.createdAt()));
            var ordinal = newest == null ? 1 : newest.ordinal() + 1;
            store.insertVersion(
                    handle,
                    new WorkflowVersion(id, ordinal, version.toString(), description, hash, caller.user(), now));
            store.putUses(handle, id, Place.ONLINE, used);
            store.update(handle, workflow.online(ordinal, now));
            return new Published(version.toString(), faults);
        });
    }

    private static void refuseErrors(Id id, List<Fault> faults) {
        var errors = faults.stream().filter(fault -> fault.level() == Fault.Level.ERROR).toList();
        if (!errors.isEmpty()) {
            throw ApiError.INVALID_REQUEST.with("workflow " + id + " cannot be published: " + errors.getFirst().en() + " ("
                    + errors.getFirst().zh() + ")"
                    + (errors.size() == 1 ? "" : "; " + (errors.size() - 1) + " more errors")
                    + "; GET /pankou/v1/workflows/" + id + " lists all faults");
        }
    }

    /** Takes it down: its versions stay, none runs. @throws dev.pankou.api.ApiException 4200, 4101, 4000 */
    void unpublish(Caller caller, Id id) {
        db.write(handle -> {
            var workflow = access.editable(handle, caller, id);
            if (workflow.online() == 0) {
                throw ApiError.field("workflow_id", "workflow " + id + " is not published");
            }
            store.putUses(handle, id, Place.ONLINE, List.of());
            store.update(handle, workflow.online(0, after(workflow.updatedAt())));
            return id;
        });
    }

    /**
     * Deletes a workflow with all its versions.
     *
     * @param force although something uses it
     * @throws dev.pankou.api.ApiException 4200; 4101 for all but the owner; 4000 that names who uses it
     */
    void delete(Caller caller, Id id, boolean force) {
        db.write(handle -> {
            var workflow = access.own(handle, caller, id);
            var references = references(handle, workflow);
            if (!force && !references.isEmpty()) {
                throw ApiError.INVALID_REQUEST.with("workflow " + id + " is used by " + named(references)
                        + "; GET /pankou/v1/workflows/" + id + "/references lists all, force=true deletes it all the same");
            }
            store.delete(handle, id);
            return id;
        });
    }

    private static String named(References references) {
        var names = new ArrayList<String>();
        references.workflows().forEach(user -> names.add("workflow " + user.id() + " \"" + user.name() + "\""));
        references.bots().forEach(bot -> names.add("bot " + bot.id() + " \"" + bot.name() + "\""));
        var shown = String.join(", ", names.subList(0, Math.min(NAMED_USERS, names.size())));
        return names.size() > NAMED_USERS ? shown + " and " + (names.size() - NAMED_USERS) + " more" : shown;
    }

    References references(Caller caller, Id id) {
        return db.read(handle -> references(handle, access.seen(handle, caller, id)));
    }

    /** A workflow that calls itself is not its own user. */
    private References references(Handle handle, Workflow workflow) {
        return new References(
                store.users(handle, workflow.workspace(), workflow.id()).stream()
                        .filter(user -> !user.id().equals(workflow.id()))
                        .toList(),
                bots.using(handle, workflow.workspace(), workflow.id()));
    }
}
