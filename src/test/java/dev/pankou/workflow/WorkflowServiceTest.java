package dev.pankou.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiException;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.bot.BotRoom;
import dev.pankou.event.Signals;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.identity.IdentityRoom;
import dev.pankou.json.Json;
import dev.pankou.model.ModelClient;
import dev.pankou.provider.ProviderRoom;
import dev.pankou.secret.Seal;
import dev.pankou.store.Databases;
import dev.pankou.store.Db;
import dev.pankou.testing.Nameless;
import dev.pankou.testing.Database;
import dev.pankou.testing.TestClock;
import dev.pankou.upload.UploadRoom;
import dev.pankou.variable.VariableRoom;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workspace.WorkspaceRoom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record WorkflowServiceTest(Database database) {
    private static final ModelClient NO_MODELS = request -> {
        throw new AssertionError("no model is asked here");
    };

    private static final class House implements AutoCloseable {
        private final TestClock clock = new TestClock();
        private final Db db;
        private final IdentityRoom identity;
        private final WorkflowService workflows;
        private final WorkflowEditor editor;
        private final Collaboration collaboration;
        private final Caller alice;
        private final Id workspace;

        House(Database database) {
            var config = database.fresh();
            db = Databases.open(config);
            var ids = new Ids(clock, 0);
            var icons = UploadRoom.open(db, clock, ids, config.dataDirectory(), 1, () -> "http://x").service();
            var workspaces = WorkspaceRoom.open(db, clock, ids, icons).service();
            identity = IdentityRoom.open(db, clock, ids, workspaces, List::<Operation<?, ?>>of);
            var models = ProviderRoom.open(db, clock, ids, Seal.open(config.dataDirectory(), ids), NO_MODELS, null).service();
            var variables = VariableRoom.open(
                            db, clock, workspaces, () -> { throw new AssertionError("nobody asks"); }, new Signals(db))
                    .service();
            var bots = BotRoom.open(db, clock, ids, workspaces, identity.service(), icons, models, variables, new Nameless()).service();
            var store = new WorkflowStore();
            var access = new WorkflowAccess(workspaces, store);
            workflows = new WorkflowService(db, workspaces, store, access);
            editor = new WorkflowEditor(
                    db, clock, ids, workspaces, icons, bots, store, access, new WorkflowCheck(db, store, models));
            collaboration = new Collaboration(db, clock, workspaces, store, access);
            alice = person("alice");
            workspace = workspaces.list(alice, new PageRequest(1, 1)).items().getFirst().workspace().id();
        }

        Caller person(String name) {
            return identity.service().session(identity.service().createUser(name, false, null).user());
        }

        void join(Caller person) {
            db.write(handle -> handle.execute(
                    "INSERT INTO workspace_member (workspace_id, user_id, role, created_at) VALUES (?, ?, 'member', 0)",
                    workspace.value(),
                    person.user().value()));
        }

        Id workflow() {
            var id = editor.nextId();
            editor.create(alice, workspace, new Id(0), null, List.of(new WorkflowEditor.Plan(
                    id, "天气", "", CanvasMode.WORKFLOW, FirstCanvas.of(CanvasMode.WORKFLOW))));
            return id;
        }

        /** Saves a draft that differs by a mark. */
        String save(Id workflow, String mark, long version) {
            return editor.save(alice, workflow, Json.object().put("mark", mark).set("nodes", Json.array()), version)
                    .workflow()
                    .draftHash();
        }

        RunnableWorkflow find(Caller caller, Id workflow, @Nullable String version) {
            var remembered = workflows.remembered(caller, workflow, version);
            var found = db.read(handle -> workflows.find(handle, caller, workflow, version, false));
            if (remembered != null) {
                assertThat(remembered).as("what is remembered is what is stored").isEqualTo(found);
            }
            assertThat(workflows.find(caller, workflow, version)).isEqualTo(found);
            return found;
        }

        RunnableWorkflow draft(Caller caller, Id workflow) {
            return db.read(handle -> workflows.find(handle, caller, workflow, null, true));
        }

        @Override
        public void close() {
            db.close();
        }
    }

    private static void refused(int code, String text, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.text()).contains(text);
        });
    }

    @Test
    void findsWhatIsOnlineOrTheVersionAskedFor() {
        try (var house = new House(database)) {
            var workflow = house.workflow();
            refused(4200, "Requested resource workflow_id=" + workflow + " does not exist or has not been published.",
                    () -> house.find(house.alice, workflow, null));
            house.editor.publish(house.alice, workflow, "v0.0.1", "");

            var first = house.find(house.alice, workflow, null);
            assertThat(first.version()).isEqualTo("v0.0.1");
            assertThat(first.workspace()).isEqualTo(house.workspace);
            assertThat(first.app()).isEqualTo(new Id(0));
            assertThat(first.mode()).isEqualTo(CanvasMode.WORKFLOW);
            assertThat(first.name()).isEqualTo("天气");
            house.find(house.alice, workflow, null);
            house.editor.update(house.alice, workflow, "改名", null, null, null);
            assertThat(house.find(house.alice, workflow, null).name()).isEqualTo("改名");
            house.editor.publish(house.alice, workflow, "v0.0.2", "");
            assertThat(house.find(house.alice, workflow, null).version()).isEqualTo("v0.0.2");
            assertThat(house.find(house.alice, workflow, "v0.0.1").canvasHash()).isEqualTo(first.canvasHash());
            refused(4200, "has not been published", () -> house.find(house.alice, workflow, "v0.0.3"));
            refused(4200, "has not been published", () -> house.find(house.alice, new Id(7), null));

            house.editor.unpublish(house.alice, workflow);
            refused(4200, "has not been published", () -> house.find(house.alice, workflow, null));
            refused(4200, "has not been published", () -> house.find(house.alice, workflow, "v0.0.1"));
            assertThat(house.workflows.remembered(house.alice, workflow, null)).isNull();
        }
    }

    @Test
    void remembersOnSqliteOnlyAndForWhomItFound() {
        try (var house = new House(database)) {
            var workflow = house.workflow();
            house.editor.publish(house.alice, workflow, "v0.0.1", "");
            house.workflows.find(house.alice, workflow, null);

            assertThat(house.workflows.remembered(house.alice, workflow, null) != null)
                    .isEqualTo(database == Database.SQLITE);
            assertThat(house.workflows.remembered(house.person("bob"), workflow, null)).isNull();
            var limited = new Caller(house.alice.user(), null, false, Set.of(), Set.of(new Id(5)));
            assertThat(house.workflows.remembered(limited, workflow, null)).isNull();
            refused(4101, "workflow_id=" + workflow, () -> house.workflows.find(limited, workflow, null));
        }
    }

    @Test
    void aForeignWorkflowIsLikeAMissingOneAndAMemberMayRunIt() {
        try (var house = new House(database)) {
            var workflow = house.workflow();
            house.editor.publish(house.alice, workflow, "v0.0.1", "");
            var bob = house.person("bob");

            refused(4200, "does not exist or has not been published", () -> house.find(bob, workflow, null));
            refused(4200, "does not exist", () -> house.draft(bob, workflow));
            refused(4200, "does not exist", () -> house.db.read(handle -> house.workflows.requireSight(handle, bob, workflow)));
            house.join(bob);
            assertThat(house.find(bob, workflow, null).version()).isEqualTo("v0.0.1");
            assertThat(house.db.<Id>read(handle -> house.workflows.requireSight(handle, bob, workflow))).isEqualTo(house.workspace);
        }
    }

    @Test
    void aDraftIsForThoseWhoMayEditIt() {
        try (var house = new House(database)) {
            var workflow = house.workflow();
            var bob = house.person("bob");
            house.join(bob);

            var draft = house.draft(house.alice, workflow);
            assertThat(draft.version()).isEmpty();
            refused(4101, "only its owner and its collaborators may run the draft", () -> house.draft(bob, workflow));
            refused(4000, "workflow_version", () -> house.db.read(
                    handle -> house.workflows.find(handle, house.alice, workflow, "v0.0.1", true)));
            house.collaboration.toggle(house.alice, workflow, Workflow.CollaborationMode.COLLABORATION);
            house.collaboration.add(house.alice, workflow, bob.user());
            assertThat(house.draft(bob, workflow)).isEqualTo(draft);
        }
    }

    @Test
    void anInnerCallFindsWorkflowsOfItsWorkspaceOnly() {
        try (var house = new House(database)) {
            var workflow = house.workflow();
            house.editor.publish(house.alice, workflow, "v0.0.1", "");
            var hash = house.save(workflow, "draft", 1);

            house.db.read(handle -> {
                assertThat(house.workflows.find(handle, house.workspace, workflow, null, false).version()).isEqualTo("v0.0.1");
                assertThat(house.workflows.find(handle, house.workspace, workflow, "v0.0.1", false).version()).isEqualTo("v0.0.1");
                assertThat(house.workflows.find(handle, house.workspace, workflow, null, true).canvasHash()).isEqualTo(hash);
                refused(4200, "published", () -> house.workflows.find(handle, new Id(5), workflow, null, false));
                refused(4200, "published", () -> house.workflows.find(handle, new Id(5), workflow, null, true));
                refused(4200, "published", () -> house.workflows.find(handle, house.workspace, workflow, "v0.0.9", false));
                return workflow;
            });
        }
    }

    @Test
    void aDraftThatWasSavedOverGoesUnlessItIsAVersionOrKept() {
        try (var house = new House(database)) {
            var workflow = house.workflow();
            house.editor.publish(house.alice, workflow, "v0.0.1", "");
            var published = house.find(house.alice, workflow, null).canvasHash();
            var kept = house.save(workflow, "kept", 1);
            var until = house.clock.instant().plus(Duration.ofDays(7));
            house.db.write(handle -> {
                house.workflows.keep(handle, workflow, kept, until);
                house.workflows.keep(handle, workflow, kept, house.clock.instant());
                return workflow;
            });
            var gone = house.save(workflow, "gone", 2);
            var draft = house.save(workflow, "draft", 3);

            for (var hash : List.of(published, kept, draft)) {
                assertThat(canvas(house, workflow, hash)).contains("\"nodes\"");
            }
            refused(4200, "does not exist", () -> canvas(house, workflow, gone));
            refused(4200, "does not exist", () -> house.db.write(handle -> {
                house.workflows.keep(handle, workflow, gone, until);
                return workflow;
            }));
            house.clock.advance(Duration.ofDays(8));
            house.save(workflow, "later", 4);
            refused(4200, "does not exist", () -> canvas(house, workflow, kept));
            assertThat(canvas(house, workflow, published)).contains("100001");
        }
    }

    private static String canvas(House house, Id workflow, String hash) {
        return house.db.read(handle -> house.workflows.canvas(handle, workflow, hash));
    }
}
