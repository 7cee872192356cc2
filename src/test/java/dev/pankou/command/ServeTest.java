package dev.pankou.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.pankou.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServeTest {
    @TempDir
    private Path folder;

    @Test
    void tellsTheAddressTheLinkAndWhereTheTokenLies() {
        try (var server = CommandProcess.start(folder, Map.of(), "serve", "--port", "0")) {
            assertThat(server.lineWith("Pankou is running")).containsPattern("http://127\\.0\\.0\\.1:\\d+ ");
            assertThat(server.lineWith("First sign-in"))
                    .containsPattern("http://127\\.0\\.0\\.1:\\d+/setup\\?key=\\S{43}$");
            assertThat(server.lineWith("access token")).endsWith("bootstrap-token");
        }
    }

    @Test
    void speaksChineseWhereTheLocaleDoes() {
        try (var server = CommandProcess.start(folder, Map.of("LANGUAGE", "zh"), "serve", "--port", "0")) {
            assertThat(server.lineWith("127.0.0.1")).startsWith("盘扣已启动");
        }
    }

    @Test
    void stopsOnSigtermWithinTenSecondsAndTidiesUp() {
        try (var server = CommandProcess.serve(folder)) {
            assertThat(folder.resolve("data/server.json")).exists();

            server.terminate();
            var ended = assertTimeout(Duration.ofSeconds(10), () -> server.end(10));

            assertThat(ended.code()).isZero();
            assertThat(ended.err()).contains("\"Stopping\""); // the log lives as long as the process
            assertThat(folder.resolve("data/server.json")).doesNotExist();
            assertThat(folder.resolve("data/control-token")).doesNotExist();
        }
    }

    @Test
    void keepsTheControlTokenToItsOwnerAndToItsOwnLife() throws IOException, InterruptedException {
        String token;
        try (var server = CommandProcess.serve(folder);
                var http = HttpClient.newHttpClient()) {
            var file = folder.resolve("data/control-token");
            token = Files.readString(file).strip();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(me(http, token)).isEqualTo(200);
            assertThat(me(http, token + "x")).isEqualTo(401);
            server.terminate();
            server.end(10);
        }

        try (var again = CommandProcess.serve(folder);
                var http = HttpClient.newHttpClient()) {
            assertThat(me(http, token)).isEqualTo(401);
        }
    }

    private int me(HttpClient http, String token) throws IOException, InterruptedException {
        var address = Json.tree(Files.readString(folder.resolve("data/server.json")))
                .get("address")
                .stringValue();
        var request =
                HttpRequest.newBuilder(URI.create(address + "/v1/users/me")).header("Authorization", "Bearer " + token);
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended =
                    CommandProcess.run(folder, "serve", "--log-level", "error", "--port", "" + taken.getLocalPort());

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err().lines())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort(), "--port");
        }
    }

    @Test
    void refusesADataFolderThatCannotBe() throws IOException {
        Files.writeString(folder.resolve("file"), "");

        var ended = CommandProcess.run(folder, "serve", "--port", "0", "--data", "file/data");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains("data folder", "file/data", "cannot be created");
    }

    @Test
    void refusesADataFolderThatAnotherProcessUses() {
        try (var first = CommandProcess.serve(folder)) {
            var second = CommandProcess.run(folder, "serve", "--port", "0");

            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err().lines()).singleElement().asString().contains("in use by another Pankou");
            assertThat(folder.resolve("data/server.json")).exists(); // the first one's
            assertThat(first).isNotNull();
        }
    }

    @Test
    void refusesADatabaseThatCannotBeReached() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        var ended = CommandProcess.run(
                folder,
                Map.of("PANKOU_DB_URL", "jdbc:postgresql://127.0.0.1:" + port + "/pankou?password=geheim"),
                "serve");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .contains("database cannot be reached")
                .doesNotContain("geheim")
                .doesNotContain("\tat ");
    }

    @Test
    void namesEveryUnknownOrMalformedSettingAtOnce() throws IOException {
        Files.writeString(folder.resolve("pankou.properties"), "heartbeet=5s\n");

        var ended = CommandProcess.run(folder, Map.of("PANKOU_PORT", "many"), "serve", "--dta", "x");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err().lines()).hasSize(3);
        assertThat(ended.err())
                .contains(
                        "--dta is not a setting; the nearest is --data",
                        "heartbeet in pankou.properties",
                        "PANKOU_PORT must be a whole number from 0 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "embedding", "rerank"})
    void refusesANameOfAModelWithoutItsAddress(String model) {
        var ended = CommandProcess.run(folder, "serve", "--log-level", "error", "--" + model + "-name", "x");

        assertThat(ended.code()).isEqualTo(2);
        var prefix = "PANKOU_" + model.toUpperCase(Locale.ROOT);
        assertThat(ended.err().lines()).containsExactly(prefix + "_BASE_URL and " + prefix + "_NAME must be set together");
    }
}
