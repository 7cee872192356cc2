package dev.pankou.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.knowledge.Library;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.FakeNet;
import dev.pankou.testing.FakeWeb.Said;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No address that a stranger chose leads into the network of the server: every attempt on every {@link WayOut}. The names of these
 * tests lead where the tests say, and whoever reaches this machine's own addresses steps into a trap.
 */
@ParameterizedClass
@EnumSource
@Timeout(120)
record SsrfTest(Database database) {
    private static final String SENTENCE =
            "The address is not public, so this server does not connect to it. Its operator can allow it: egress-allow.";
    private static final String ELSEWHERE = "The tool's server redirects a request with content elsewhere.";
    private static final String INSIDE = "127.0.0.1";

    /** What a name leads to; the last one has a good address, too. */
    private static final List<List<String>> ADDRESSES = List.of(
            List.of(INSIDE),
            List.of("::1"),
            List.of("64:ff9b::7f00:1"),
            List.of("2002:7f00:1::"),
            List.of("::ffff:0:127.0.0.1"),
            List.of("0.0.0.0"),
            List.of("10.1.2.3"),
            List.of("172.16.0.1"),
            List.of("192.168.1.1"),
            List.of("100.64.0.1"),
            List.of("100.100.100.200"),
            List.of("168.63.129.16"),
            List.of("198.18.0.1"),
            List.of("224.0.0.1"),
            List.of("240.0.0.1"),
            List.of("fd00:ec2::254"),
            List.of("fe80::1"),
            List.of("::ffff:127.0.0.1"),
            List.of("169.254.169.254"),
            List.of(FakeNet.OUTSIDE, INSIDE));

    private static final FakeNet NET = FakeNet.start();
    private static final TestClock CLOCK = new TestClock();
    private static final Map<Database, Person> PEOPLE = new EnumMap<>(Database.class);
    private static final List<String> LOGGED = new CopyOnWriteArrayList<>();

    static {
        WayOut.serve(NET);
        Logger.getLogger("").addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                LOGGED.add(line.getMessage() + Arrays.toString(line.getParameters()) + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    /** Somebody on a server for all of these tests, whose operator allows nothing but {@link FakeNet#OUTSIDE}. */
    private Person alice() {
        synchronized (PEOPLE) {
            return PEOPLE.computeIfAbsent(database, kind -> Pankou.fresh(
                            kind, Map.of("egress-allow", FakeNet.OUTSIDE, "plugin-timeout", "5s"), CLOCK, NET)
                    .user());
        }
    }

    @AfterEach
    void nobodySteppedIntoTheTrap() {
        assertThat(NET.trapped()).isZero();
        assertThat(LOGGED).noneMatch(line -> line.contains(FakeNet.SECRET));
    }

    private static void assertRefused(WayOut way, WayOut.Told told, List<String> sentences) {
        assertThat(told.code()).as(told.text()).isEqualTo(way.code);
        assertThat(told.text()).containsAnyOf(sentences.toArray(String[]::new)).doesNotContain(FakeNet.SECRET);
    }

    /** A way that is prepared at a name, to which no connection is open. */
    private record Begun(WayOut way, String host, WayOut.Attempt attempt) {}

    private Begun begin(WayOut way) {
        var host = NET.name();
        var attempt = way.prepared(NET, alice(), NET.origin(host));
        if (NET.lookUps(host) > 0) {
            var drain = WayOut.READER.prepared(NET, alice(), NET.origin(host)); // its answer closes the connection it used
            var lookUps = NET.lookUps(host);
            while (NET.lookUps(host) == lookUps) {
                drain.make();
            }
        }
        return new Begun(way, host, attempt);
    }

    /** The same again, or anew where connections of the last time may be open. */
    private Begun again(Begun begun) {
        return begun.way().before() == 0 ? begun : begin(begun.way());
    }

    /** The database plays no part in telling addresses apart, so once is enough; pages take longer than the others. */
    private boolean few(WayOut way) {
        return database == Database.POSTGRESQL || way == WayOut.WEB_PAGE;
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatTurnsInsideAfterItWasGoodIsLookedUpAndCheckedAgain(WayOut way) {
        var server = alice().pankou().address().toString();
        var begun = begin(way);
        var reached = 0;
        for (var addresses : few(way) ? ADDRESSES.subList(ADDRESSES.size() - 4, ADDRESSES.size()) : ADDRESSES) {
            begun = again(begun);
            var visits = NET.visits(begun.host());
            NET.pointAfter(begun.host(), way.before(), addresses);

            var told = begun.attempt().make();

            assertRefused(way, told, List.of(SENTENCE));
            assertThat(told.text().replace(server, "")).as("tells nobody what a name leads to").doesNotContain(addresses.getLast());
            reached = Math.max(reached, NET.visits(begun.host()) - visits);
        }
        assertThat(reached).isEqualTo(way.before());
    }

    @ParameterizedTest
    @EnumSource
    void aRedirectLeadsNowhereInside(WayOut way) {
        var inside = NET.name();
        NET.point(inside, List.of(INSIDE));
        var begun = begin(way);
        var reached = 0;
        for (var target : List.of(inside, INSIDE, "[::ffff:7f00:1]", "169.254.169.254", "itself")) {
            for (var status : way.sends ? List.of(302, 307) : List.of(302)) {
                begun = again(begun);
                var host = begun.host();
                var visits = NET.visits(host);
                NET.redirect(host, way.last, Said.redirect(status, NET.origin(target.equals("itself") ? host : target) + "/page"));
                NET.pointAfter(host, way.before() + 1, List.of(INSIDE)); // and then the name itself leads inside

                var told = begun.attempt().make();

                var away = way.sends && !target.equals("itself");
                assertRefused(way, told, away && way.before() == 0 ? List.of(ELSEWHERE) : away ? List.of(ELSEWHERE, SENTENCE) : List.of(SENTENCE));
                reached = Math.max(reached, NET.visits(host) - visits);
            }
        }
        assertThat(reached).isEqualTo(way.before() + 1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"MCP_CALL", "MCP_STREAM", "MCP_STREAM_ENDPOINT", "OAUTH_REFRESH"})
    void anAddressGivenAsItIsIsRefused(WayOut way) {
        var dotted = NET.name() + ".";
        NET.point(dotted, List.of(INSIDE));
        var hosts = List.of(dotted, "[::ffff:127.0.0.1]", INSIDE, "localhost", "[::1]", "[64:ff9b::7f00:1]", "0.0.0.0", "169.254.169.254");
        for (var host : few(way) ? hosts.subList(0, 3) : hosts) {
            assertRefused(way, way.prepared(NET, alice(), NET.origin(host)).make(), List.of(SENTENCE));
        }
    }

    /** Some programs read these as 127.0.0.1. */
    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "0x7f000001", "017700000001", "127.1", "①②⑦.⓪.⓪.①", "127.0.0.1%00.host.test", "[::1%25lo]"})
    void anAddressWrittenOddlyIsRefused(String host) {
        for (var way : List.of(WayOut.READER, WayOut.OPENAPI_DOCUMENT, WayOut.MCP_IMPORT, WayOut.HTTP_NODE)) {
            WayOut.Told told;
            try {
                told = way.prepared(NET, alice(), NET.origin(host)).make();
            } catch (AssertionError refusedBefore) {
                continue;
            }
            assertThat(told.code()).as(way + " " + told.text()).isNotIn(0, 1, 200);
        }
    }

    @Test
    void theConnectionGoesToTheAddressThatWasChecked() {
        var host = NET.name();
        NET.point(host, List.of(FakeNet.OUTSIDE), List.of(INSIDE));

        var told = WayOut.READER.prepared(NET, alice(), NET.origin(host)).make();

        assertThat(told.code()).as(told.text()).isZero();
        assertThat(told.text()).contains("public page");
        assertThat(NET.lookUps(host)).isEqualTo(1);
    }

    @Test
    void aKeptConnectionStaysWhereItWasChecked() {
        var host = NET.name();
        NET.web().on("/kept", asked -> Said.of(200, "text/plain", "public page"));
        var url = Map.of("tool_name", "read_page", "arguments", Map.of("url", NET.origin(host) + "/kept"));
        alice().post("/v1/plugins/13/tools/call", url).data();
        NET.point(host, List.of(INSIDE));

        assertThat(alice().post("/v1/plugins/13/tools/call", url).data().toString()).contains("public page");

        assertThat(NET.lookUps(host)).as("the connection was kept").isZero();
    }

    @Test
    void aPageThatIsReadAgainByItselfIsLookedUpAndCheckedAgain() {
        var host = NET.name();
        var library = new Library(alice());
        var dataset = library.dataset(Library.TEXT);
        var page = Map.of("name", "网页", "source_info", Library.web(NET.origin(host) + "/page"),
                "update_rule", Map.of("update_type", 1, "update_interval", 24));
        var document = library.add(dataset, page, Map.of("chunk_type", 0));
        library.done(dataset, document);
        NET.point(host, List.of(INSIDE));

        CLOCK.advance(Duration.ofHours(24));

        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!library.progress(dataset, document).get("status_descript").stringValue().equals(SENTENCE)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        assertThat(library.slices(dataset, document)).containsExactly("public page");
        assertThat(NET.visits(host)).isEqualTo(1);
    }

    @Test
    void anMcpServerMayNotNameAnEndpointElsewhere() {
        var inside = NET.name();
        NET.point(inside, List.of(INSIDE));
        for (var endpoint : List.of(NET.origin(inside) + "/messages", NET.origin(INSIDE) + "/messages", "//" + inside + "/messages", "http:///")) {
            var host = NET.name();
            NET.redirect(host, asked -> asked.method().equals("GET"), Said.of(200, "text/event-stream", "data: " + endpoint + "\n\n"));

            var told = WayOut.MCP_STREAM.prepared(NET, alice(), NET.origin(host)).make();

            assertRefused(WayOut.MCP_STREAM, told, List.of("The MCP server names an endpoint that is not its own."));
            assertThat(NET.lookUps(inside)).isZero();
        }
    }

    @Test
    void aDocumentIsReadWithoutFollowingWhatItRefersTo() {
        var inside = NET.name();
        NET.point(inside, List.of(INSIDE));
        var to = NET.origin(inside) + "/secret.yaml";
        var document = """
                openapi: 3.1.0
                info: {title: 引用, termsOfService: "%1$s"}
                externalDocs: {url: "%1$s"}
                servers: [{url: "https://api.test"}]
                paths:
                  /a: {get: {operationId: look, parameters: [{$ref: "%1$s#/p"}], responses: {"200": {$ref: "%1$s"}}}}
                  /b: {$ref: "%1$s"}
                components: {schemas: {S: {$ref: "%1$s"}}}
                """.formatted(to);

        var imported = alice().post("/pankou/v1/plugins/import", Map.of("workspace_id", alice().personalWorkspace(), "openapi", document));

        assertThat(imported.code()).as(imported.text()).isZero();
        assertThat(NET.lookUps(inside)).isZero();
    }

    @Test
    void aPictureGivenByItsAddressIsNotFetchedButHandedToTheModel() {
        var inside = NET.name();
        NET.point(inside, List.of(INSIDE));
        var address = NET.origin(inside) + "/picture.png";
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("a picture"));
            var model = alice().pankou().root().model(fake);
            var bot = alice().publishedBot(Map.of("model_info_config", Map.of("model_id", model)));
            var content = Json.text(List.of(Map.of("type", "text", "text", "看"), Map.of("type", "image", "file_url", address)));
            alice().post("/v3/chat", Map.of(
                    "bot_id", bot, "user_id", "u", "stream", true,
                    "additional_messages", List.of(Map.of("role", "user", "content_type", "object_string", "content", content))));

            assertThat(fake.lastRequest().body().toString()).contains(address);
        }
        assertThat(NET.lookUps(inside)).isZero();
    }

    @Test
    void everyWayIsOpenToAnAddressThatIsAllowed() {
        var closed = new ArrayList<String>();
        for (var way : WayOut.values()) {
            var host = NET.name();
            var told = way.prepared(NET, alice(), NET.origin(host)).make();
            if (told.text().contains(SENTENCE) || NET.visits(host) == 0) {
                closed.add(way + " " + told.text());
            }
        }

        assertThat(closed).isEmpty();
    }
}
