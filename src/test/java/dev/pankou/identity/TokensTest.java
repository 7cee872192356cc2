package dev.pankou.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Database.class)
record TokensTest(Database database) {
    private Person user() {
        return Pankou.on(database).user();
    }

    private static Pankou.Reply make(Person person, Map<String, ?> limits) {
        var body = new HashMap<String, Object>(limits);
        body.putIfAbsent("name", "令牌 🔑");
        return person.post("/pankou/v1/tokens", body);
    }

    private static Person with(Person person, Map<String, ?> limits) {
        return person.pankou().with(make(person, limits).data().get("token").stringValue());
    }

    private static JsonNode listed(Person person, String id) {
        for (var token : person.get("/pankou/v1/tokens").data().get("tokens")) {
            if (token.get("token_id").stringValue().equals(id)) {
                return token;
            }
        }
        throw new AssertionError("token " + id + " is not listed");
    }

    @Test
    void showsAValueOnceAndListsTheRest() {
        var alice = user();
        var workspace = alice.personalWorkspace();

        var made = make(alice, Map.of("permissions", List.of("createBot", "chat"), "workspace_ids", List.of(workspace)));
        var id = made.data().get("token_id").stringValue();
        var listed = listed(alice, id);

        assertThat(made.data().get("token").stringValue()).startsWith("pat_").hasSizeGreaterThan(40);
        assertThat(listed.get("name").stringValue()).isEqualTo("令牌 🔑");
        assertThat(listed.get("permissions").toString()).isEqualTo("[\"chat\",\"createBot\"]");
        assertThat(listed.get("workspace_ids").toString()).isEqualTo("[\"" + workspace + "\"]");
        assertThat(listed.get("expires_at").longValue() - listed.get("created_at").longValue())
                .isEqualTo(Duration.ofDays(30).toSeconds());
        assertThat(listed.get("last_used_at").longValue()).isZero();
        assertThat(alice.get("/pankou/v1/tokens").text()).doesNotContain(made.data().get("token").stringValue());
    }

    @Test
    void takes0To3650DaysAndNot3651() {
        var alice = user();

        var never = make(alice, Map.of("expires_in_days", 0)).data().get("token_id").stringValue();
        assertThat(listed(alice, never).get("expires_at").longValue()).isZero();
        assertThat(make(alice, Map.of("expires_in_days", 1)).code()).isZero();
        assertThat(make(alice, Map.of("expires_in_days", 3650)).code()).isZero();
        assertThat(make(alice, Map.of("expires_in_days", 3651)).msg()).isEqualTo("field expires_in_days is invalid: 0 to 3650");
        assertThat(make(alice, Map.of("expires_in_days", -1)).code()).isEqualTo(4000);
        assertThat(make(alice, Map.of("name", "")).code()).isEqualTo(4000);
        assertThat(make(alice, Map.of("name", "n".repeat(64))).code()).isZero();
        assertThat(make(alice, Map.of("name", "n".repeat(65))).code()).isEqualTo(4000);
    }

    @Test
    void endsToTheMillisecond() {
        var clock = new TestClock();
        try (var pankou = Pankou.fresh(database, Map.of(), clock)) {
            var alice = pankou.user();
            var brief = with(alice, Map.of("expires_in_days", 1));
            var eternal = with(alice, Map.of("expires_in_days", 0));

            clock.advance(Duration.ofDays(1).minusMillis(1));
            assertThat(brief.get("/v1/users/me").code()).isZero();
            clock.advance(Duration.ofMillis(1));
            var ended = brief.get("/v1/users/me");
            assertThat(ended.status()).isEqualTo(401);
            assertThat(ended.msg()).isEqualTo("authentication is invalid: the token has expired");
            clock.advance(Duration.ofDays(10_000));
            assertThat(eternal.get("/v1/users/me").code()).isZero();
        }
    }

    @Test
    void worksNoMoreOnceRevoked() {
        var alice = user();
        var made = make(alice, Map.of()).data();
        var token = alice.pankou().with(made.get("token").stringValue());
        assertThat(token.get("/v1/users/me").code()).isZero();

        assertThat(alice.delete("/pankou/v1/tokens/" + made.get("token_id").stringValue()).code()).isZero();

        assertThat(token.get("/v1/users/me").status()).isEqualTo(401);
        assertThat(alice.delete("/pankou/v1/tokens/" + made.get("token_id").stringValue()).code()).isEqualTo(4200);
        assertThat(alice.get("/pankou/v1/tokens").text()).doesNotContain(made.get("token_id").stringValue());
    }

    @Test
    void makesNoTokenStrongerThanItself() {
        var alice = user();
        var narrow = with(alice, Map.of("permissions", List.of("Pankou.manageTokens", "chat")));

        assertThat(make(narrow, Map.of("permissions", List.of("chat"))).code()).isZero();
        assertThat(make(narrow, Map.of("permissions", List.of("chat", "createBot"))).msg())
                .isEqualTo("field permissions is invalid: a token cannot make one with more permissions than it has");
        var inherited = make(narrow, Map.of()).data().get("token_id").stringValue();
        assertThat(listed(alice, inherited).get("permissions").toString()).isEqualTo("[\"Pankou.manageTokens\",\"chat\"]");
        assertThat(make(alice, Map.of("permissions", List.of("Pankou.manageUsers"))).code()).isEqualTo(4000);
        assertThat(make(alice, Map.of("permissions", List.of("flyToTheMoon"))).msg()).contains("flyToTheMoon");
    }

    @Test
    void makesNoTokenThatReachesFurther() {
        var alice = user();
        var personal = alice.personalWorkspace();
        var team = alice.post("/v1/workspaces", Map.of("name", "t", "description", "d")).data().get("id").stringValue();
        var bound = with(alice, Map.of("workspace_ids", List.of(team)));

        assertThat(make(bound, Map.of("workspace_ids", List.of(team))).code()).isZero();
        assertThat(make(bound, Map.of("workspace_ids", List.of(personal))).code()).isEqualTo(4000);
        var inherited = make(bound, Map.of()).data().get("token_id").stringValue();
        assertThat(listed(alice, inherited).get("workspace_ids").toString()).isEqualTo("[\"" + team + "\"]");
        assertThat(make(alice, Map.of("workspace_ids", List.of(user().personalWorkspace()))).code()).isEqualTo(4000);
        assertThat(bound.get("/v1/workspaces").data().get("total_count").intValue()).isEqualTo(1);
    }

    @Test
    void areOnesOwnUnlessOneAdministers() {
        var root = Pankou.on(database).root();
        var alice = user();
        var bob = user();
        var bobsId = bob.get("/v1/users/me").data().get("user_id").stringValue();
        var bobs = make(bob, Map.of()).data();

        assertThat(alice.get("/pankou/v1/tokens?user_id=" + bobsId).code()).isEqualTo(4101);
        assertThat(make(alice, Map.of("user_id", bobsId)).code()).isEqualTo(4101);
        assertThat(alice.delete("/pankou/v1/tokens/" + bobs.get("token_id").stringValue()).code()).isEqualTo(4200);
        assertThat(root.get("/pankou/v1/tokens?user_id=" + bobsId).data().get("tokens")).hasSize(2);
        var given = root.pankou().with(make(root, Map.of("user_id", bobsId)).data().get("token").stringValue());
        assertThat(given.get("/v1/users/me").data().get("user_id").stringValue()).isEqualTo(bobsId);
        assertThat(given.get("/pankou/v1/users").code()).isEqualTo(4101);
        assertThat(root.delete("/pankou/v1/tokens/" + bobs.get("token_id").stringValue()).code()).isZero();
        assertThat(make(root, Map.of("user_id", "17")).code()).isEqualTo(4200);
    }

    @Test
    void isReadFromOneWellFormedHeader() {
        var alice = user();
        var nobody = alice.pankou().with(null);

        assertThat(nobody.raw("GET", "/v1/users/me", "", Map.of("Authorization", "bearer " + alice.token())).code()).isZero();
        for (var header : new String[] {alice.token(), "Bearer", "Bearer ", "Basic " + alice.token(), "Bearer " + alice.token() + " x", "Bearer, x"}) {
            assertThat(nobody.raw("GET", "/v1/users/me", "", Map.of("Authorization", header)).status()).as(header).isEqualTo(401);
        }
        assertThat(nobody.get("/v1/users/me?access_token=" + alice.token()).status()).isEqualTo(401);
    }
}
