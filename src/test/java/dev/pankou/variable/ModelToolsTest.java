package dev.pankou.variable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.access.Caller;
import dev.pankou.event.Signals;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.identity.IdentityRoom;
import dev.pankou.store.Databases;
import dev.pankou.table.TableBots;
import dev.pankou.table.TableRoom;
import dev.pankou.table.TableService;
import dev.pankou.table.TableUser;
import dev.pankou.testing.Database;
import dev.pankou.time.Times;
import dev.pankou.upload.UploadRoom;
import dev.pankou.workspace.WorkspaceRoom;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a bot's model is offered, as the chat room asks for it. */
@ParameterizedClass
@EnumSource(Database.class)
record ModelToolsTest(Database database) {
    private static final Id BOT = new Id(77);

    /** Bots that everybody may change. */
    private record Bots(Id workspace) implements VariableBots, TableBots {
        @Override
        public Id workspaceOf(Handle handle, Caller caller, Id bot) {
            return workspace;
        }

        @Override
        public Id workspaceOfOwn(Handle handle, Caller caller, Id bot) {
            return workspace;
        }

        @Override
        public void requirePublished(Handle handle, Id bot) {}
    }

    @Test
    void aModelSetsTheVariablesThatItMaySee() {
        var clock = Times.system();
        var config = database.fresh();
        try (var db = Databases.open(config); var signals = new Signals(db)) {
            var ids = new Ids(clock, 0);
            var icons = UploadRoom.open(db, clock, ids, config.dataDirectory(), 1, () -> "http://x").service();
            var workspaces = WorkspaceRoom.open(db, clock, ids, icons).service();
            var identity = IdentityRoom.open(db, clock, ids, workspaces, List::of).service();
            var alice = identity.session(identity.createUser("alice", false, null).user());
            var space = workspaces.list(alice, new dev.pankou.api.PageRequest(1, 1)).items().getFirst().workspace().id();
            var variables = VariableRoom.open(db, clock, workspaces, () -> new Bots(space), signals).service();
            var user = new VariableUser(alice.user(), new Id(1024), "u");

            assertThat(variables.keywordTool(BOT)).isEmpty();
            assertThat(variables.forPrompt(BOT, user)).isEmpty();
            variables.declareBot(alice, BOT, List.of(
                    new Definition("city", "-", "where the user lives 🏠", true, true, Definition.Channel.CUSTOM),
                    new Definition("hidden", "h", "", true, false, Definition.Channel.CUSTOM),
                    new Definition("off", "", "", false, true, Definition.Channel.CUSTOM)));

            var tool = variables.keywordTool(BOT).orElseThrow();
            assertThat(tool.name()).isEqualTo("pankou_set_variable");
            assertThat(tool.description()).contains("- city: where the user lives 🏠").doesNotContain("hidden").doesNotContain("off");
            assertThat(tool.parameters().at("/properties/keyword/enum").toString()).isEqualTo("[\"city\"]");
            assertThat(variables.callTool(BOT, user, "city", "杭州")).isEqualTo("done");
            assertThat(variables.callTool(BOT, user, "hidden", "x")).isEqualTo("error: variable hidden not exists");
            assertThat(variables.callTool(BOT, user, "city", "x".repeat(100_001))).startsWith("error: ");
            assertThat(variables.forPrompt(BOT, user)).containsExactly(java.util.Map.entry("city", "杭州"));
            assertThat(variables.forPrompt(BOT, new VariableUser(alice.user(), new Id(1024), "v")))
                    .containsExactly(java.util.Map.entry("city", "-"));
            assertThat(variables.read(VariableOwner.bot(BOT, new Id(1)), user, "city")).as("from any workspace").contains("杭州");
        }
    }

    @Test
    void aBotWithoutTablesHasNoTool() {
        var clock = Times.system();
        var config = database.fresh();
        try (var db = Databases.open(config); var signals = new Signals(db)) {
            var ids = new Ids(clock, 0);
            var icons = UploadRoom.open(db, clock, ids, config.dataDirectory(), 1, () -> "http://x").service();
            var workspaces = WorkspaceRoom.open(db, clock, ids, icons).service();
            var limits = new TableService.Limits(10, 10, Duration.ofSeconds(5));
            try (var tables =
                    TableRoom.open(db, clock, ids, workspaces, () -> new Bots(new Id(1)), signals, limits).service()) {
                assertThat(tables.tool(BOT)).isEmpty();
                assertThat(tables.callTool(BOT, new TableUser(new Id(1024), "u"), "SELECT 1 FROM x"))
                        .isEqualTo("error: table x is not there; there is ");
            }
        }
    }
}
