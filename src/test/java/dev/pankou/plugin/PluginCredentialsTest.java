package dev.pankou.plugin;

import static dev.pankou.plugin.PluginServer.call;
import static dev.pankou.plugin.PluginServer.imported;
import static dev.pankou.plugin.PluginServer.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeWeb;
import dev.pankou.testing.FakeWeb.Asked;
import dev.pankou.testing.FakeWeb.Said;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Credentials: where they go, where they never go, and OAuth in both forms. */
@ParameterizedClass
@EnumSource(Database.class)
record PluginCredentialsTest(Database database) {
    private static final String KEY = "k3y-of-alice-0123456789";

    private static String document(String server) {
        return """
                openapi: 3.1.0
                info: {title: Things}
                servers: [{url: "%s"}]
                paths:
                  /thing: {get: {operationId: get_thing}, post: {operationId: make_thing, requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}}}
                  /away: {get: {operationId: away}, post: {operationId: post_away, requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}}}
                """
                .formatted(server);
    }

    private static Map<String, Object> with(FakeWeb web, Map<String, ?> auth) {
        return Map.of("openapi", document(web.address()), "auth", auth);
    }

    private static FakeWeb things() {
        return FakeWeb.start().on("/thing", asked -> Said.json("{\"ok\":true}"));
    }

    @Test
    void anApiKeyGoesIntoItsHeaderOrQueryAndIntoNoAnswer() {
        try (var web = things()) {
            var alice = PluginServer.on(database).user();
            var header = imported(alice, with(web, Map.of("type", "api_key", "name", "X-Api-Key", "value", KEY)));
            var bearer = imported(alice, with(web, Map.of("type", "api_key", "prefix", "Bearer ", "value", KEY)));
            var query = imported(alice, with(web, Map.of("type", "api_key", "in", "query", "name", "key", "value", KEY)));

            call(alice, header.get("plugin_id").stringValue(), "get_thing", Map.of()).data();
            assertThat(web.last().headers().get("x-api-key")).isEqualTo(KEY);
            call(alice, bearer.get("plugin_id").stringValue(), "get_thing", Map.of()).data();
            assertThat(web.last().headers().get("authorization")).isEqualTo("Bearer " + KEY);
            call(alice, query.get("plugin_id").stringValue(), "get_thing", Map.of()).data();
            assertThat(web.last().query()).isEqualTo("key=" + KEY);

            for (var plugin : List.of(header, bearer, query)) {
                var id = plugin.get("plugin_id").stringValue();
                assertThat(plugin.toString()).doesNotContain(KEY);
                var seen = alice.get("/pankou/v1/plugins/" + id);
                assertThat(seen.text()).doesNotContain(KEY);
                assertThat(seen.data().get("auth").get("has_secret").booleanValue()).isTrue();
                assertThat(alice.get("/v1/plugins/" + id).text()).doesNotContain(KEY);
            }
        }
    }

    @Test
    void aServerThatSendsBackWhatItGotDoesNotShowTheKey() {
        try (var web = FakeWeb.start()) {
            web.on("/thing", asked -> Said.of(
                    asked.method().equals("GET") ? 200 : 400, "application/json", "{\"echo\":\"" + asked.headers().get("x-api-key") + "\"}"));
            var alice = PluginServer.on(database).user();
            var id = imported(alice, with(web, Map.of("type", "api_key", "name", "X-Api-Key", "value", KEY)))
                    .get("plugin_id").stringValue();

            assertThat(call(alice, id, "get_thing", Map.of()).data().get("result").toString()).isEqualTo("{\"echo\":\"***\"}");
            var failed = call(alice, id, "make_thing", Map.of("name", "x"));
            assertThat(failed.msg()).isEqualTo("The tool's server answered with status 400: {\"echo\":\"***\"}");
        }
    }

    @Test
    void noCredentialFollowsARedirectToAnotherOrigin() {
        try (var web = FakeWeb.start(); var thief = FakeWeb.start()) {
            thief.on("/catch", asked -> Said.json("{}"));
            for (var status : List.of(301, 302, 303, 307, 308)) {
                web.on("/away", asked -> Said.redirect(status, thief.address() + "/catch"));
                var alice = PluginServer.on(database).user();
                for (var auth : List.of(
                        Map.of("type", "api_key", "name", "X-Api-Key", "value", KEY),
                        Map.of("type", "api_key", "value", KEY),
                        Map.of("type", "api_key", "in", "query", "name", "key", "value", KEY))) {
                    var id = imported(alice, with(web, auth)).get("plugin_id").stringValue();

                    call(alice, id, "away", Map.of()).data();
                    var posted = call(alice, id, "post_away", Map.of("name", "private"));

                    assertThat(posted.code()).as("a body stays with the server it was meant for").isEqualTo(720701004);
                }
            }
            assertThat(thief.asked()).hasSize(15).allSatisfy(asked -> {
                assertThat(asked.method()).isEqualTo("GET");
                assertThat(asked.headers().toString() + asked.query()).doesNotContain(KEY);
            });
        }
    }

    @Test
    void aKeyStaysWithTheServerItWasSetFor() {
        try (var web = things(); var other = things()) {
            var alice = PluginServer.on(database).user();
            var id = imported(alice, with(web, Map.of("type", "api_key", "name", "X-Api-Key", "value", KEY)))
                    .get("plugin_id").stringValue();

            alice.put("/pankou/v1/plugins/" + id, Map.of("openapi", document(other.address()))).data();

            var refused = call(alice, id, "get_thing", Map.of());
            assertThat(refused.code()).isEqualTo(777777765);
            assertThat(refused.msg()).contains("set for another server");
            assertThat(other.asked()).isEmpty();

            alice.put("/pankou/v1/plugins/" + id + "/credentials", Map.of("value", "new-key")).json();
            call(alice, id, "get_thing", Map.of()).data();
            assertThat(other.last().headers().get("x-api-key")).isEqualTo("new-key");
        }
    }

    @Test
    void otherWorkspacesCallWithTheirOwnKeyUnlessItIsShared() {
        try (var web = things()) {
            var alice = PluginServer.on(database).user();
            var bob = PluginServer.on(database).user();
            var id = published(alice, with(web, Map.of("type", "api_key", "name", "X-Api-Key", "value", KEY)));

            assertThat(call(bob, id, "get_thing", Map.of()).code()).isEqualTo(777777765);
            var workspace = bob.personalWorkspace();
            assertThat(bob.put("/pankou/v1/plugins/" + id + "/credentials", Map.of("workspace_id", workspace, "value", "bobs-own-key")).code())
                    .isZero();
            call(bob, id, "get_thing", Map.of()).data();
            assertThat(web.last().headers().get("x-api-key")).isEqualTo("bobs-own-key");
            call(alice, id, "get_thing", Map.of()).data();
            assertThat(web.last().headers().get("x-api-key")).isEqualTo(KEY);

            assertThat(bob.delete("/pankou/v1/plugins/" + id + "/credentials?workspace_id=" + workspace).code()).isZero();
            assertThat(bob.delete("/pankou/v1/plugins/" + id + "/credentials?workspace_id=" + workspace).code()).isEqualTo(4000);
            assertThat(bob.put("/pankou/v1/plugins/" + id + "/credentials", Map.of("value", "mine")).code()).isEqualTo(4200);
            alice.post("/pankou/v1/plugins/" + id + "/publish", Map.of("share_credentials", true)).data();
            call(bob, id, "get_thing", Map.of()).data();
            assertThat(web.last().headers().get("x-api-key")).isEqualTo(KEY);
        }
    }

    @Test
    void aClientOfItsOwnGetsATokenKeepsItAndGetsAnotherWhenItIsRefused() {
        try (var web = FakeWeb.start()) {
            var made = new AtomicInteger();
            web.on("/token", asked -> Said.json("{\"access_token\":\"token-" + made.incrementAndGet() + "\",\"expires_in\":3600}"));
            web.on("/thing", asked -> asked.headers().get("authorization").equals("Bearer token-" + made.get())
                    ? Said.json("{\"ok\":true}") : Said.of(401, "text/plain", "expired"));
            var alice = PluginServer.on(database).user();
            var id = imported(alice, with(web, Map.of(
                            "type", "oauth_client", "token_url", web.address() + "/token", "client_id", "me",
                            "client_secret", KEY, "scope", "a b")))
                    .get("plugin_id").stringValue();

            call(alice, id, "get_thing", Map.of()).data();
            call(alice, id, "get_thing", Map.of()).data();
            assertThat(made).hasValue(1);
            var form = web.asked("/token").getFirst();
            assertThat(List.of(form.field("grant_type"), form.field("client_id"), form.field("client_secret"), form.field("scope")))
                    .containsExactly("client_credentials", "me", KEY, "a b");

            made.incrementAndGet(); // the server forgot its token
            call(alice, id, "make_thing", Map.of("name", "x")).data();
            assertThat(made).hasValue(3);
            assertThat(web.asked("/thing")).hasSize(4);
        }
    }

    @Test
    void theSecretOfAClientStaysWithTheTokenEndpointItWasSetFor() {
        try (var web = things(); var thief = FakeWeb.start()) {
            var alice = PluginServer.on(database).user();
            var id = imported(alice, with(web, Map.of(
                            "type", "oauth_client", "token_url", web.address() + "/token", "client_id", "me", "client_secret", KEY)))
                    .get("plugin_id").stringValue();
            web.on("/token", asked -> Said.of(400, "application/json",
                    "{\"error\":\"invalid_scope\",\"error_description\":\"" + asked.field("client_secret") + "\"}"));
            var refused = call(alice, id, "get_thing", Map.of());
            assertThat(refused.code()).isEqualTo(777777765);
            assertThat(refused.msg()).isEqualTo("The token endpoint of the plugin gave no token: status 400, invalid_scope");
            web.on("/token", asked -> Said.redirect(307, thief.address() + "/token"));
            assertThat(call(alice, id, "get_thing", Map.of()).code()).isEqualTo(720701004);

            alice.put("/pankou/v1/plugins/" + id, Map.of("auth", Map.of(
                    "type", "oauth_client", "token_url", thief.address() + "/token", "client_id", "me"))).data();

            assertThat(call(alice, id, "get_thing", Map.of()).msg()).contains("set for another server");
            assertThat(thief.asked()).isEmpty();
        }
    }

    /** An OAuth server that gives codes and tokens, and an API that takes the newest access token. */
    private static final class Provider implements AutoCloseable {
        private final FakeWeb web = FakeWeb.start();
        private final AtomicInteger made = new AtomicInteger();
        private final Map<String, String> challenges = new HashMap<>();
        private volatile boolean refreshes = true;

        private Provider() {
            web.on("/token", this::token);
            web.on("/thing", asked -> ("Bearer access-" + made.get()).equals(asked.headers().get("authorization"))
                    ? Said.json("{\"ok\":true}") : Said.of(401, "text/plain", "expired"));
        }

        private Said token(Asked asked) {
            var fine = asked.field("client_secret").equals(KEY)
                    && (asked.field("grant_type").equals("authorization_code")
                            ? asked.field("code").equals("the-code") && challenge(asked.field("code_verifier")).equals(challenges.get("S256"))
                            : refreshes && asked.field("refresh_token").equals("refresh-" + made.get()));
            var number = fine ? made.incrementAndGet() : 0;
            return fine
                    ? Said.json("{\"access_token\":\"access-%d\",\"refresh_token\":\"refresh-%d\",\"expires_in\":600}".formatted(number, number))
                    : Said.of(400, "application/json", "{\"error\":\"invalid_grant\"}");
        }

        private static String challenge(String verifier) {
            try {
                return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(
                        java.security.MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            } catch (java.security.NoSuchAlgorithmException impossible) {
                throw new AssertionError(impossible);
            }
        }

        Map<String, Object> plugin() {
            return with(web, Map.of(
                    "type", "oauth_user", "authorize_url", "https://accounts.example.com/authorize?prompt=1",
                    "token_url", web.address() + "/token", "client_id", "me", "client_secret", KEY, "scope", "read"));
        }

        @Override
        public void close() {
            web.close();
        }
    }

    /** Where the link sends a browser, and the cookie that it got. */
    private record Begun(Map<String, String> query, String cookie) {}

    private static Begun begin(Person person, String link) {
        var started = person.pankou().with(null).get(link.substring(link.indexOf("/pankou/")));
        assertThat(started.status()).isEqualTo(302);
        var location = URI.create(started.http().headers().firstValue("location").orElseThrow());
        assertThat(location.toString()).startsWith("https://accounts.example.com/authorize?prompt=1&response_type=code&");
        var query = new HashMap<String, String>();
        for (var pair : location.getRawQuery().split("&")) {
            var parts = pair.split("=", 2);
            query.put(parts[0], java.net.URLDecoder.decode(parts[1], java.nio.charset.StandardCharsets.UTF_8));
        }
        var cookie = started.http().headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax");
        return new Begun(query, cookie.replaceFirst(";.*", ""));
    }

    private static Pankou.Reply back(Person person, Begun begun, String cookie, String code) {
        return person.pankou().with(null).raw(
                "GET", "/pankou/v1/plugin_oauth/callback?code=" + code + "&state=" + begun.query().get("state"), "",
                Map.of("Cookie", cookie));
    }

    private static String link(Pankou.Reply needed) {
        assertThat(needed.code()).isEqualTo(777777765);
        assertThat(needed.msg()).startsWith("authorization required: open http");
        return needed.msg().substring(needed.msg().indexOf("http"));
    }

    @Test
    void anEndUserIsAskedOnceAndTheTokenIsRenewed() {
        try (var provider = new Provider()) {
            var alice = PluginServer.on(database).user();
            var bob = PluginServer.on(database).user();
            var body = new HashMap<>(provider.plugin());
            var id = published(alice, body);
            alice.post("/pankou/v1/plugins/" + id + "/publish", Map.of("share_credentials", true)).data();
            var begun = begin(alice, link(call(alice, id, "get_thing", Map.of())));
            assertThat(begun.query()).containsEntry("client_id", "me").containsEntry("scope", "read")
                    .containsEntry("code_challenge_method", "S256");
            assertThat(begun.query().get("redirect_uri")).endsWith("/pankou/v1/plugin_oauth/callback");
            provider.challenges.put("S256", begun.query().get("code_challenge"));

            assertThat(back(alice, begun, begun.cookie(), "the-code").status()).isEqualTo(200);

            call(alice, id, "get_thing", Map.of()).data();
            assertThat(call(bob, id, "get_thing", Map.of()).code()).as("bob allowed nothing").isEqualTo(777777765);
            provider.made.incrementAndGet(); // the server forgot the token
            assertThat(call(alice, id, "get_thing", Map.of()).code()).as("its refresh token is old too").isEqualTo(777777765);
        }
    }

    @Test
    void aTokenThatTheServerRefusesIsRenewedOnceAndThenAskedFor() {
        try (var provider = new Provider()) {
            var alice = PluginServer.on(database).user();
            var id = imported(alice, provider.plugin()).get("plugin_id").stringValue();
            authorize(alice, id, provider);
            provider.web.on("/thing", asked -> asked.headers().get("authorization").equals("Bearer access-2")
                    ? Said.json("{\"ok\":2}") : Said.of(401, "text/plain", "no"));

            assertThat(call(alice, id, "get_thing", Map.of()).data().get("result").toString()).isEqualTo("{\"ok\":2}");

            provider.refreshes = false;
            provider.web.on("/thing", asked -> Said.of(401, "text/plain", "no"));
            assertThat(call(alice, id, "get_thing", Map.of()).msg()).startsWith("authorization required");
            authorize(alice, id, provider);
            provider.web.on("/thing", asked -> Said.json("{\"ok\":3}"));
            call(alice, id, "get_thing", Map.of()).data();
            assertThat(alice.delete("/pankou/v1/plugins/" + id + "/grant").code()).isZero();
            assertThat(alice.delete("/pankou/v1/plugins/" + id + "/grant").code()).isEqualTo(4000);
            assertThat(call(alice, id, "get_thing", Map.of()).code()).isEqualTo(777777765);
        }
    }

    private static void authorize(Person person, String plugin, Provider provider) {
        var url = person.get("/pankou/v1/plugins/" + plugin + "/authorize_url").data().get("url").stringValue();
        var begun = begin(person, url);
        provider.challenges.put("S256", begun.query().get("code_challenge"));
        assertThat(back(person, begun, begun.cookie(), "the-code").status()).isEqualTo(200);
    }

    @Test
    void aStateIsGoodOnceAndOnlyInTheBrowserThatBegan() {
        try (var provider = new Provider()) {
            var alice = PluginServer.on(database).user();
            var id = imported(alice, provider.plugin()).get("plugin_id").stringValue();
            var url = alice.get("/pankou/v1/plugins/" + id + "/authorize_url?end_user=u1").data().get("url").stringValue();
            var other = begin(alice, url);
            assertThat(back(alice, other, "pankou_plugin_oauth=" + "x".repeat(43), "the-code").status()).isEqualTo(400);
            assertThat(back(alice, other, other.cookie(), "the-code").status()).as("spent by the wrong browser").isEqualTo(400);
            var refused = begin(alice, url);
            assertThat(back(alice, refused, refused.cookie(), "").status()).isEqualTo(400);
            var wrong = begin(alice, url);
            provider.challenges.put("S256", wrong.query().get("code_challenge"));
            assertThat(back(alice, wrong, wrong.cookie(), "another-code").status()).isEqualTo(400);
            var begun = begin(alice, url);
            provider.challenges.put("S256", begun.query().get("code_challenge"));

            assertThat(back(alice, begun, begun.cookie(), "the-code").status()).isEqualTo(200);

            assertThat(back(alice, begun, begun.cookie(), "the-code").status()).isEqualTo(400);
            assertThat(call(alice, id, "get_thing", Map.of()).code()).as("u1 is another end user").isEqualTo(777777765);
            assertThat(alice.pankou().with(null).get("/pankou/v1/plugin_oauth/start?ticket=AAAA").status()).isEqualTo(400);
            assertThat(alice.pankou().with(null).get("/pankou/v1/plugin_oauth/start").code()).isEqualTo(4000);
        }
    }

    @Test
    void whatIsNoCredentialIsRefusedByName() {
        var alice = PluginServer.on(database).user();
        var document = document("https://api.example.com");
        refused(alice, document, Map.of("type", "magic"), "auth.type");
        refused(alice, document, Map.of("type", "api_key", "in", "cookie"), "auth.in");
        refused(alice, document, Map.of("type", "api_key", "name", "X Y", "value", "v"), "auth.name");
        refused(alice, document, Map.of("type", "api_key", "name", "Host", "value", "v"), "auth.name");
        refused(alice, document, Map.of("type", "api_key", "value", "a\r\nb: c"), "auth.value");
        refused(alice, document, Map.of("type", "api_key", "in", "query", "value", "v"), "auth.name");
        refused(alice, document, Map.of("type", "oauth_client", "token_url", "ftp://x/y", "client_id", "c"), "auth.token_url");
        refused(alice, document, Map.of("type", "oauth_client", "token_url", "https://x.example/y"), "auth.client_id");
        refused(alice, document, Map.of("type", "oauth_user", "token_url", "https://x.example/y", "client_id", "c"), "auth.authorize_url");
    }

    private static void refused(Person person, String document, Map<String, ?> auth, String field) {
        var reply = person.post("/pankou/v1/plugins/import", Map.of(
                "workspace_id", person.personalWorkspace(), "openapi", document, "auth", auth));
        assertThat(reply.code()).as(field).isEqualTo(4000);
        assertThat(reply.msg()).startsWith("field " + field + " is invalid: ");
    }
}
