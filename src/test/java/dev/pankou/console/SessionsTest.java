package dev.pankou.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sign-ins of one address are counted together, so that each test has a server of its own. */
@ParameterizedClass
@EnumSource(Database.class)
final class SessionsTest {
    private static final String PASSWORD = "一二三四五六七八🌦";

    private final Database database;
    private final TestClock clock = new TestClock();
    private Pankou pankou;

    SessionsTest(Database database) {
        this.database = database;
        this.pankou = Pankou.fresh(database, Map.of(), clock);
    }

    @AfterEach
    void stop() {
        pankou.close();
    }

    @Test
    void signsInWithAOneTimeLinkThatWorksOnce() {
        var key = key();

        var first = post("/pankou/v1/setup", setup(key, "管理员"), Map.of());
        var second = post("/pankou/v1/setup", setup(key, "管理员"), Map.of());

        assertThat(first.data().get("user").get("user_name").stringValue()).isEqualTo("管理员");
        assertThat(first.data().get("user").get("administrator").booleanValue()).isTrue();
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.code()).isEqualTo(4100);
    }

    @Test
    void takesAOneTimeLinkFor24HoursAndNotLonger() {
        var early = key();
        clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(post("/pankou/v1/setup", setup(early, "admin"), Map.of()).code()).isZero();

        var late = key();
        clock.advance(Duration.ofHours(24));
        assertThat(post("/pankou/v1/setup", setup(late, "admin"), Map.of()).code()).isEqualTo(4100);
    }

    @Test
    void makesLinksForWhoMayManageUsersOnly() {
        var user = pankou.user();

        var refused = user.post("/pankou/v1/sign_in_links", Map.of("user_id", "1"));
        var unknown = pankou.root().post("/pankou/v1/sign_in_links", Map.of("user_id", "1"));

        assertThat(refused.code()).isEqualTo(4101);
        assertThat(unknown.code()).isEqualTo(4200);
    }

    @Test
    void setsACookieThatScriptsAndOtherSitesCannotUse() {
        var signedIn = signIn();

        assertThat(signedIn.cookieHeader)
                .startsWith("pankou_session=")
                .contains("; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax")
                .doesNotContain("Secure");
    }

    @Test
    void marksTheCookieSecureWhereThePublicAddressIsHttps() {
        pankou.close();
        pankou = Pankou.fresh(database, Map.of("public-url", "https://pankou.example"), clock);

        var link = link();
        var signedIn = signIn(link.substring(link.indexOf('=') + 1));

        assertThat(link).startsWith("https://pankou.example/setup?key=");
        assertThat(signedIn.cookieHeader).endsWith("; Secure");
    }

    @Test
    void wantsTheCsrfTokenForWhatChangesSomethingAndOnlyWithTheCookie() {
        var signedIn = signIn();
        var body = Map.of("name", "team 天气", "description", "d");

        var without = post("/v1/workspaces", body, Map.of("Cookie", signedIn.cookie));
        var wrong = post("/v1/workspaces", body, Map.of("Cookie", signedIn.cookie, "X-Pankou-Csrf", "x"));
        var right = post("/v1/workspaces", body, signedIn.headers());
        var read = get("/v1/workspaces", Map.of("Cookie", signedIn.cookie));
        var token = pankou.root().post("/v1/workspaces", body);

        assertThat(without.status()).isEqualTo(403);
        assertThat(without.code()).isEqualTo(4101);
        assertThat(without.msg()).contains("X-Pankou-Csrf");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(right.code()).isZero();
        assertThat(read.code()).isZero();
        assertThat(token.code()).isZero();
    }

    @Test
    void showsTheSessionAndItsCsrfToken() {
        var signedIn = signIn();

        var session = get("/pankou/v1/session", Map.of("Cookie", signedIn.cookie)).data();
        var byToken = pankou.root().get("/pankou/v1/session").data();
        var nobody = get("/pankou/v1/session", Map.of());

        assertThat(session.get("csrf_token").stringValue()).isEqualTo(signedIn.csrf);
        assertThat(session.get("user").get("user_name").stringValue()).isEqualTo("admin");
        assertThat(byToken.has("csrf_token")).isFalse();
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.code()).isEqualTo(4100);
    }

    @Test
    void letsATokenWinOverTheCookie() {
        var signedIn = signIn();
        var alice = pankou.user();

        var me = alice.raw("GET", "/v1/users/me", "", Map.of("Cookie", signedIn.cookie));
        var bad = pankou.with("pat_wrong").raw("GET", "/v1/users/me", "", Map.of("Cookie", signedIn.cookie));

        assertThat(me.data().get("user_name").stringValue()).startsWith("user-");
        assertThat(bad.status()).isEqualTo(401);
    }

    @Test
    void endsTheSessionAtSignOut() {
        var signedIn = signIn();

        var out = post("/pankou/v1/sign_out", Map.of(), signedIn.headers());
        var after = get("/pankou/v1/session", Map.of("Cookie", signedIn.cookie));

        assertThat(out.code()).isZero();
        assertThat(out.http().headers().firstValue("Set-Cookie").orElse("")).startsWith("pankou_session=; Path=/; Max-Age=0;");
        assertThat(after.status()).isEqualTo(401);
    }

    @Test
    void keepsASessionFor14DaysAfterItsLastUse() {
        var signedIn = signIn();

        clock.advance(Duration.ofDays(13));
        var renewed = get("/pankou/v1/session", Map.of("Cookie", signedIn.cookie));
        clock.advance(Duration.ofDays(13));
        var still = get("/pankou/v1/session", Map.of("Cookie", signedIn.cookie));
        clock.advance(Duration.ofDays(14));
        var ended = get("/pankou/v1/session", Map.of("Cookie", signedIn.cookie));

        assertThat(renewed.http().headers().firstValue("Set-Cookie")).isPresent();
        assertThat(still.code()).isZero();
        assertThat(ended.status()).isEqualTo(401);
    }

    @Test
    void refusesCookiesFromOtherSites() {
        var signedIn = signIn();

        for (var foreign : new String[] {"cross-site", "same-site"}) {
            assertThat(get("/v1/users/me", Map.of("Cookie", signedIn.cookie, "Sec-Fetch-Site", foreign)).status()).isEqualTo(401);
        }
        assertThat(get("/v1/users/me", Map.of("Cookie", signedIn.cookie, "Origin", "https://evil.example")).status()).isEqualTo(401);
        assertThat(get("/v1/users/me", Map.of("Cookie", signedIn.cookie, "Origin", pankou.address().toString())).code()).isZero();
        assertThat(get("/v1/users/me", Map.of("Cookie", signedIn.cookie, "Sec-Fetch-Site", "same-origin")).code()).isZero();
        assertThat(get("/v1/users/me", Map.of("Cookie", signedIn.cookie, "Sec-Fetch-Site", "none")).code()).isZero();
        assertThat(signIn("admin", PASSWORD, Map.of("Origin", "https://evil.example")).status()).isEqualTo(401);
    }

    @Test
    void makesWhoGuessedFiveTimesWait() {
        signIn();
        for (var i = 0; i < 5; i++) {
            assertThat(signIn("admin", "wrong password", Map.of()).status()).isEqualTo(401);
        }

        var blocked = signIn("admin", PASSWORD, Map.of());
        clock.advance(Duration.ofSeconds(59));
        var early = signIn("admin", PASSWORD, Map.of());
        clock.advance(Duration.ofSeconds(1));
        var allowed = signIn("admin", PASSWORD, Map.of());

        assertThat(blocked.status()).isEqualTo(429);
        assertThat(blocked.code()).isEqualTo(4020);
        assertThat(blocked.msg()).contains("try again in 60 s");
        assertThat(early.msg()).contains("try again in 1 s");
        assertThat(allowed.code()).isZero();
    }

    @Test
    void tellsNotWhetherANameIsKnown() {
        signIn();

        var wrong = signIn("admin", "wrong password", Map.of());
        var unknown = signIn("nobody", "wrong password", Map.of());

        assertThat(unknown.status()).isEqualTo(wrong.status());
        assertThat(unknown.msg()).isEqualTo(wrong.msg());
    }

    @Test
    void changesThePasswordAndEndsOtherSessions() {
        var here = signIn();
        var elsewhere = browser(signIn("admin", PASSWORD, Map.of()));
        var news = "新的密码 new one";

        var wrong = post("/pankou/v1/password", Map.of("old", "not this one", "new", news), here.headers());
        var changed = post("/pankou/v1/password", Map.of("old", PASSWORD, "new", news), here.headers());

        assertThat(wrong.code()).isEqualTo(4000);
        assertThat(wrong.msg()).contains("old");
        assertThat(changed.code()).isZero();
        assertThat(get("/pankou/v1/session", Map.of("Cookie", here.cookie)).code()).isZero();
        assertThat(get("/pankou/v1/session", Map.of("Cookie", elsewhere.cookie)).status()).isEqualTo(401);
        assertThat(signIn("admin", PASSWORD, Map.of()).status()).isEqualTo(401);
        assertThat(signIn("admin", news, Map.of()).code()).isZero();
    }

    @Test
    void takesPasswordsOf8To200Characters() {
        assertThat(setupWith("字".repeat(7)).code()).isEqualTo(4000);
        assertThat(setupWith("字".repeat(8)).code()).isZero();
        assertThat(setupWith("字".repeat(200)).code()).isZero();
        assertThat(setupWith("字".repeat(201)).code()).isEqualTo(4000);
    }

    private Pankou.Reply setupWith(String password) {
        var body = new HashMap<String, Object>(setup(key(), "admin"));
        body.put("password", password);
        return post("/pankou/v1/setup", body, Map.of());
    }

    /** A signed-in browser. */
    private record Browser(String cookieHeader, String cookie, String csrf) {
        Map<String, String> headers() {
            return Map.of("Cookie", cookie, "X-Pankou-Csrf", csrf);
        }
    }

    private Browser signIn() {
        return signIn(key());
    }

    private Browser signIn(String key) {
        return browser(post("/pankou/v1/setup", setup(key, "admin"), Map.of()));
    }

    private static Browser browser(Pankou.Reply reply) {
        var csrf = reply.data().get("csrf_token").stringValue();
        var header = reply.http().headers().firstValue("Set-Cookie").orElseThrow();
        return new Browser(header, header.substring(0, header.indexOf(';')), csrf);
    }

    private static Map<String, Object> setup(String key, String name) {
        return Map.of("key", key, "name", name, "password", PASSWORD, "language", "zh");
    }

    private String key() {
        var link = link();
        return link.substring(link.indexOf('=') + 1);
    }

    private String link() {
        for (var user : pankou.root().get("/pankou/v1/users").data().get("users")) {
            if (user.get("administrator").booleanValue()) {
                return pankou.root()
                        .post("/pankou/v1/sign_in_links", Map.of("user_id", user.get("user_id").stringValue()))
                        .data()
                        .get("url")
                        .stringValue();
            }
        }
        throw new AssertionError("no administrator");
    }

    private Pankou.Reply signIn(String name, String password, Map<String, String> headers) {
        return post("/pankou/v1/sign_in", Map.of("name", name, "password", password), headers);
    }

    private Pankou.Reply post(String path, Object body, Map<String, String> headers) {
        return new Person(pankou, null).raw("POST", path, Json.text(body), headers);
    }

    private Pankou.Reply get(String path, Map<String, String> headers) {
        return new Person(pankou, null).raw("GET", path, "", headers);
    }
}
