package dev.pankou.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.pankou.egress.EgressException.Kind;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EgressTest {
    private final List<String> lookedUp = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Egress egress = new Egress(
            EgressPolicy.parse("good.example,other.example"),
            host -> {
                lookedUp.add(host);
                return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
            },
            new SslContextFactory.Client());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        answer("/hello", 200, Map.of(), "你好".getBytes(StandardCharsets.UTF_8));
        server.start();
    }

    @AfterEach
    void stop() {
        egress.close();
        server.stop(0);
    }

    private void answer(String path, int status, Map<String, String> headers, byte[] body) {
        server.createContext(path, exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("X-Api-Key"));
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private URI uri(String host, String path) {
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
    }

    private EgressRequest request(URI uri, EgressTrust trust, long maxBytes, CancelSignal cancel) {
        return new EgressRequest(
                "POST",
                uri,
                Map.of("Authorization", "Bearer x", "X-Api-Key", "k", "Accept", "a/b"),
                "{}".getBytes(StandardCharsets.UTF_8),
                trust,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                maxBytes,
                cancel);
    }

    private Kind failure(EgressRequest request) {
        var failure = catchThrowableOfType(EgressException.class, () -> {
            try (var response = egress.send(request)) {
                response.bytes();
            }
        });
        assertThat(failure).isNotNull();
        return failure.kind();
    }

    @Test
    void startsWithTheFirstCallAndNotAfterItsEnd() {
        egress.close(); // before it began

        assertThatThrownBy(() -> egress.send(EgressRequest.get(uri("good.example", "/hello"))))
                .hasRootCauseMessage("the outbound client is closed");
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void readsAnAnswerFromTheCheckedAddress() {
        try (var response = egress.send(EgressRequest.get(uri("good.example", "/hello")))) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(new String(response.bytes(), StandardCharsets.UTF_8)).isEqualTo("你好");
        }
        assertThat(lookedUp).containsExactly("good.example");
    }

    @Test
    void refusesNamesThatLeadInside() {
        assertThat(failure(EgressRequest.get(uri("evil.example", "/hello")))).isEqualTo(Kind.REFUSED);
        assertThat(seen).isEmpty();
    }

    @Test
    void doesNotLendAConfiguredConnectionToAStranger() {
        try (var response = egress.send(
                request(uri("model.example", "/hello"), EgressTrust.CONFIGURED, 100, new CancelSignal()))) {
            response.bytes();
        }

        assertThat(failure(EgressRequest.get(uri("model.example", "/hello")))).isEqualTo(Kind.REFUSED);
    }

    @Test
    void refusesOtherSchemesAndUserNames() {
        assertThat(failure(EgressRequest.get(URI.create("file:///etc/passwd")))).isEqualTo(Kind.REFUSED);
        assertThat(failure(EgressRequest.get(URI.create("ftp://good.example/")))).isEqualTo(Kind.REFUSED);
        assertThat(failure(EgressRequest.get(URI.create("http://a@good.example/")))).isEqualTo(Kind.REFUSED);
    }

    @Test
    void followsRedirectsWithoutCarryingCredentialsToStrangers() {
        answer("/away", 302, Map.of("Location", uri("other.example", "/hello").toString()), new byte[0]);

        try (var response = egress.send(
                request(uri("good.example", "/away"), EgressTrust.PUBLIC, 100, new CancelSignal()))) {
            assertThat(response.status()).isEqualTo(200);
        }

        assertThat(seen).containsExactly("POST /away Bearer x k", "GET /hello null null");
    }

    @Test
    void carriesCredentialsToAnotherPathOfTheSameServer() {
        answer("/near", 307, Map.of("Location", "/hello"), new byte[0]);

        egress.send(request(uri("good.example", "/near"), EgressTrust.PUBLIC, 100, new CancelSignal())).close();

        assertThat(seen).containsExactly("POST /near Bearer x k", "POST /hello Bearer x k");
    }

    @Test
    void checksEachRedirectAndCountsThem() {
        answer("/inside", 302, Map.of("Location", uri("evil.example", "/hello").toString()), new byte[0]);
        answer("/round", 307, Map.of("Location", "/round"), new byte[0]);

        assertThat(failure(EgressRequest.get(uri("good.example", "/inside")))).isEqualTo(Kind.REFUSED);
        assertThat(failure(EgressRequest.get(uri("good.example", "/round")))).isEqualTo(Kind.REFUSED);
        assertThat(seen.stream().filter(line -> line.contains("/round"))).hasSize(6);
    }

    @Test
    void doesNotFollowRedirectsOfConfiguredDestinations() {
        answer("/away", 302, Map.of("Location", "/hello"), new byte[0]);

        try (var response = egress.send(
                request(uri("good.example", "/away"), EgressTrust.CONFIGURED, 100, new CancelSignal()))) {
            assertThat(response.status()).isEqualTo(302);
        }
    }

    @Test
    void capsTheBodyBeforeAndAfterDecompression() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[1_000_000]);
        }
        answer("/bomb", 200, Map.of("Content-Encoding", "gzip"), packed.toByteArray());
        answer("/big", 200, Map.of(), new byte[101]);
        answer("/fits", 200, Map.of(), new byte[100]);

        assertThat(failure(request(uri("good.example", "/bomb"), EgressTrust.PUBLIC, 10_000, new CancelSignal())))
                .isEqualTo(Kind.TOO_LARGE);
        assertThat(failure(request(uri("good.example", "/big"), EgressTrust.PUBLIC, 100, new CancelSignal())))
                .isEqualTo(Kind.TOO_LARGE);
        try (var response = egress.send(
                request(uri("good.example", "/fits"), EgressTrust.PUBLIC, 100, new CancelSignal()))) {
            assertThat(response.bytes()).hasSize(100);
        }
        try (var response = egress.send(
                request(uri("good.example", "/bomb"), EgressTrust.PUBLIC, 1_000_000, new CancelSignal()))) {
            assertThat(response.bytes()).hasSize(1_000_000);
        }
    }

    @Test
    void saysWhenNobodyListens() {
        server.stop(0);

        assertThat(failure(EgressRequest.get(uri("good.example", "/hello")))).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void goesOnWhenTheServerClosedAKeptConnection() {
        try (var fake = FakeModel.start()) {
            for (var round = 0; round < 1_000; round++) { // so many, for some meet the client just when it takes the connection
                var request = request(fake.baseUrl().resolve("/x"), EgressTrust.CONFIGURED, 9999, new CancelSignal());
                try (var response = egress.send(request)) {
                    response.bytes();
                }
                fake.hangUp();
            }

            assertThat(fake.requests()).hasSizeGreaterThanOrEqualTo(1_000);
        }
    }

    @Test
    void cancelsAtOnceAndHangsUp() throws InterruptedException {
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("a").silence());
            var cancel = new CancelSignal();
            var request = request(fake.baseUrl().resolve("/x"), EgressTrust.CONFIGURED, 9999, cancel);
            var cancelledAt = new long[1];
            try (var response = egress.send(request)) {
                var canceller = Thread.ofVirtual().start(() -> {
                    cancelledAt[0] = System.nanoTime();
                    cancel.cancel();
                });

                var failure = catchThrowableOfType(EgressException.class, response::bytes);

                var tookMillis = (System.nanoTime() - cancelledAt[0]) / 1_000_000;
                canceller.join();
                assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
                assertThat(tookMillis).isLessThan(100);
            }
            fake.awaitCancelled();
            assertThat(failure(request)).isEqualTo(Kind.CANCELLED);
        }
    }

    @Test
    void hangsUpWhenTheAnswerIsClosedBeforeItsEnd() {
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("a").silence());

            egress.send(request(fake.baseUrl().resolve("/x"), EgressTrust.CONFIGURED, 9999, new CancelSignal()))
                    .close();

            fake.awaitCancelled();
        }
    }
}
