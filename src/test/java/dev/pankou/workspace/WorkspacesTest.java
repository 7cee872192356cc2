package dev.pankou.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record WorkspacesTest(Database database) {
    @Test
    void showsOnlyWhatTheCallerBelongsTo() {
        var pankou = Pankou.on(database);
        var alice = pankou.user();
        var bob = pankou.user();
        var team = alice.post("/v1/workspaces", Map.of("name", "天气 team 🌦", "description", "d")).data().get("id");

        var seenByAlice = alice.get("/v1/workspaces").data();
        var seenByBob = bob.get("/v1/workspaces").data();

        assertThat(seenByAlice.get("total_count").intValue()).isEqualTo(2);
        assertThat(seenByAlice.get("workspaces").get(0).get("id")).isEqualTo(team);
        assertThat(seenByAlice.get("workspaces").get(0).get("name").stringValue()).isEqualTo("天气 team 🌦");
        assertThat(seenByBob.get("total_count").intValue()).isEqualTo(1);
    }

    @Test
    void refusesAPageOver50() {
        var alice = Pankou.on(database).user();

        assertThat(alice.get("/v1/workspaces?page_size=50").code()).isZero();
        assertThat(alice.get("/v1/workspaces?page_size=51").code()).isEqualTo(4000);
    }

    @Test
    void takesANameOf50CharactersAndNot51() {
        var alice = Pankou.on(database).user();

        assertThat(alice.post("/v1/workspaces", Map.of("name", "名".repeat(50), "description", "d")).code()).isZero();
        var refused = alice.post("/v1/workspaces", Map.of("name", "名".repeat(51), "description", "d"));
        assertThat(refused.code()).isEqualTo(4000);
        assertThat(refused.msg()).isEqualTo("field name is invalid: 1 to 50 characters");
        assertThat(refused.status()).isEqualTo(200);
    }

    @Test
    void filtersByUserAndAccountOnlyTogether() {
        var alice = Pankou.on(database).user();
        var own = alice.get("/v1/users/me").data().get("user_id").stringValue();

        assertThat(alice.get("/v1/workspaces?user_id=" + own + "&coze_account_id=" + own).data().get("workspaces")).hasSize(1);
        assertThat(alice.get("/v1/workspaces?user_id=" + own + "&coze_account_id=7").data().get("workspaces")).isEmpty();
        assertThat(alice.get("/v1/workspaces?user_id=7&coze_account_id=" + own).data().get("total_count").intValue()).isZero();
        assertThat(alice.get("/v1/workspaces?user_id=" + own).code()).isEqualTo(4000);
        assertThat(alice.get("/v1/workspaces?coze_account_id=" + own).code()).isEqualTo(4000);
    }

    @Test
    void needsADescriptionOfUpTo2000CharactersThatMayBeEmpty() {
        var alice = Pankou.on(database).user();

        assertThat(alice.post("/v1/workspaces", Map.of("name", "a", "description", "")).code()).isZero();
        assertThat(alice.post("/v1/workspaces", Map.of("name", "a", "description", "述".repeat(2000))).code()).isZero();
        assertThat(alice.post("/v1/workspaces", Map.of("name", "a", "description", "述".repeat(2001))).code()).isEqualTo(4000);
        assertThat(alice.post("/v1/workspaces", Map.of("name", "a")).code()).isEqualTo(4000);
    }

    @Test
    void renamesOnlyTeamWorkspacesOfOnesOwn() {
        var pankou = Pankou.on(database);
        var alice = pankou.user();
        var team = alice.post("/v1/workspaces", Map.of("name", "a", "description", "old")).data().get("id").stringValue();

        assertThat(alice.put("/v1/workspaces/" + team, Map.of("name", "b")).code()).isZero();
        assertThat(alice.put("/v1/workspaces/" + alice.personalWorkspace(), Map.of("name", "b")).code()).isEqualTo(4000);
        assertThat(pankou.user().put("/v1/workspaces/" + team, Map.of("name", "b")).code()).isEqualTo(4000);
        var seen = alice.get("/v1/workspaces").data().get("workspaces").get(0);
        assertThat(seen.get("name").stringValue()).isEqualTo("b");
        assertThat(seen.get("description").stringValue()).isEqualTo("old");
    }
}
