package dev.pankou.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiException;
import dev.pankou.event.Signals;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.identity.IdentityRoom;
import dev.pankou.model.ModelClient;
import dev.pankou.provider.ProviderRoom;
import dev.pankou.secret.Seal;
import dev.pankou.store.Databases;
import dev.pankou.store.Db;
import dev.pankou.testing.Nameless;
import dev.pankou.testing.Database;
import dev.pankou.time.Times;
import dev.pankou.upload.UploadRoom;
import dev.pankou.variable.VariableBots;
import dev.pankou.variable.VariableRoom;
import dev.pankou.workspace.WorkspaceRoom;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record BotForChatTest(Database database) {
    private static final ModelClient NO_MODELS = request -> {
        throw new AssertionError("no model is asked here");
    };

    private static final class House implements AutoCloseable {
        private final Db db;
        private final IdentityRoom identity;
        private final BotService bots;
        private final Caller alice;
        private final Id workspace;

        House(Database database) {
            var clock = Times.system();
            var config = database.fresh();
            db = Databases.open(config);
            var ids = new Ids(clock, 0);
            var icons = UploadRoom.open(db, clock, ids, config.dataDirectory(), 1, () -> "http://x").service();
            var workspaces = WorkspaceRoom.open(db, clock, ids, icons);
            identity = IdentityRoom.open(db, clock, ids, workspaces.service(), List::of);
            var seal = Seal.open(config.dataDirectory(), ids);
            var models = ProviderRoom.open(db, clock, ids, seal, NO_MODELS, null).service();
            var variables = VariableRoom.open(db, clock, workspaces.service(), this::bots, new Signals(db)).service();
            bots = BotRoom.open(db, clock, ids, workspaces.service(), identity.service(), icons, models, variables, new Nameless())
                    .service();
            alice = person("alice");
            workspace = workspaces.service()
                    .list(alice, new dev.pankou.api.PageRequest(1, 1)).items().getFirst().workspace().id();
        }

        private VariableBots bots() {
            return bots;
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

        BotForChat forChat(Caller caller, Id bot, Id connector, boolean draft, @Nullable String version) {
            var remembered = draft ? null : bots.remembered(caller, bot, connector, version);
            var sight = bots.sightVersion();
            try {
                var found = db.read(handle -> bots.forChat(handle, sight, caller, bot, connector, draft, version));
                if (remembered != null) {
                    assertThat(remembered).as("what is remembered is what is stored").isEqualTo(found);
                }
                return found;
            } catch (ApiException refused) {
                assertThat(remembered).as("what is remembered of what is refused").isNull();
                throw refused;
            }
        }

        Id bot(String prompt) {
            return bots.create(alice, workspace, "bot", "", null, prompt(prompt));
        }

        @Override
        public void close() {
            db.close();
        }
    }

    private static BotFields prompt(String prompt) {
        return new BotFields(
                new BotFields.PromptInfo(prompt, BotConfig.PromptMode.STANDARD, null), null, null, null, null, null, null,
                null, null, null, null);
    }

    @Test
    void answersTheNewestVersionOfTheChannelOrTheOneAskedFor() {
        try (var house = new House(database)) {
            var bot = house.bot("one");
            var first = house.bots.publish(house.alice, bot, List.of(BotService.API, BotService.CHAT_SDK), "");
            house.bots.update(house.alice, bot, "renamed", null, null, prompt("two"));
            var second = house.bots.publish(house.alice, bot, List.of(BotService.API), "");
            house.bots.update(house.alice, bot, null, null, null, prompt("three"));

            var api = house.forChat(house.alice, bot, BotService.API, false, null);
            assertThat(api.version()).isEqualTo(second);
            assertThat(api.name()).isEqualTo("renamed");
            assertThat(api.workspace()).isEqualTo(house.workspace);
            assertThat(text(api)).isEqualTo("two");
            assertThat(text(house.forChat(house.alice, bot, BotService.CHAT_SDK, false, null))).isEqualTo("one");
            assertThat(text(house.forChat(house.alice, bot, BotService.API, false, first))).isEqualTo("one");
            assertThat(text(house.forChat(house.alice, bot, BotService.API, true, null))).isEqualTo("three");
            house.bots.update(house.alice, bot, null, null, null, prompt("four"));
            assertThat(text(house.forChat(house.alice, bot, BotService.API, true, null))).isEqualTo("four");
        }
    }

    @Test
    void refusesWhatIsNotThereNotPublishedOrNotReached() {
        try (var house = new House(database)) {
            var bot = house.bot("one");
            var bob = house.person("bob");
            var narrow = new Caller(house.alice.user(), null, false, Set.of(), Set.of(new Id(5)));

            refused(4015, () -> house.forChat(house.alice, bot, BotService.API, false, null));
            house.bots.publish(house.alice, bot, List.of(BotService.API), "");
            refused(4015, () -> house.forChat(house.alice, bot, BotService.CHAT_SDK, false, null));
            refused(4200, () -> house.forChat(house.alice, bot, BotService.API, false, "17"));
            refused(4200, () -> house.forChat(house.alice, bot, BotService.API, false, "v1"));
            refused(4000, () -> house.forChat(house.alice, bot, BotService.API, true, "17"));
            refused(4200, () -> house.forChat(house.alice, new Id(17), BotService.API, false, null));
            refused(4200, () -> house.forChat(bob, bot, BotService.API, false, null));
            refused(4200, () -> house.forChat(bob, bot, BotService.API, true, null));
            refused(4101, () -> house.forChat(narrow, bot, BotService.API, false, null));
            house.bots.unpublish(house.alice, bot, BotService.API);
            refused(4015, () -> house.forChat(house.alice, bot, BotService.API, false, null));
        }
    }

    @Test
    void anotherMemberMayLookAndChatButNotChange() {
        try (var house = new House(database)) {
            var bot = house.bot("one");
            var bob = house.person("bob");
            house.join(bob);
            house.bots.publish(house.alice, bot, List.of(BotService.API), "");

            assertThat(text(house.forChat(bob, bot, BotService.API, false, null))).isEqualTo("one");
            assertThat(house.bots.draft(bob, bot).bot().id()).isEqualTo(bot);
            refused(4101, () -> house.bots.update(bob, bot, "x", null, null, prompt("x")));
            refused(4101, () -> house.bots.publish(bob, bot, List.of(BotService.API), ""));
            refused(4101, () -> house.bots.unpublish(bob, bot, BotService.API));
        }
    }

    @Test
    void remembersUntilSomethingChanges() {
        try (var house = new House(database)) {
            var bot = house.bot("one");
            var bob = house.person("bob");
            house.join(bob);
            house.bots.publish(house.alice, bot, List.of(BotService.API), "");
            assertThat(house.bots.remembered(bob, bot, BotService.API, null)).isNull();
            house.forChat(bob, bot, BotService.API, false, null);

            var kept = house.bots.remembered(bob, bot, BotService.API, null);
            var narrow = new Caller(bob.user(), null, false, Set.of(), Set.of(new Id(5)));
            assertThat(house.bots.remembered(narrow, bot, BotService.API, null)).isNull();
            house.db.write(handle -> handle.execute(
                    "DELETE FROM workspace_member WHERE user_id = ?", bob.user().value()));

            assertThat(kept != null).isEqualTo(database == Database.SQLITE);
            assertThat(house.bots.remembered(bob, bot, BotService.API, null)).isNull();
            refused(4200, () -> house.forChat(bob, bot, BotService.API, false, null));
        }
    }

    private static @Nullable String text(BotForChat bot) {
        return bot.config().prompt().text();
    }

    private static void refused(int code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
