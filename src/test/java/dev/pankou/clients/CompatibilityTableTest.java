package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.coze.openapi.service.service.CozeAPI;
import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keeps {@code docs/compatibility.md} true: the page must equal what the tests here cover. The JavaScript columns are
 * measured; the others are what tests {@link Covers cover}, which fail the build when it does not hold. Written anew by
 * {@code -Dpankou.update-docs=true}.
 */
final class CompatibilityTableTest {
    private static final Path PAGE = Path.of("docs/compatibility.md");
    private static final String TEXT = """
            # Compatibility

            Written by the tests, not by hand: `mvn test -Dtest=CompatibilityTableTest -Dpankou.update-docs=true`.

            - **Java**: `com.coze:coze-api` %s, unmodified, over real HTTP.
            - **JavaScript**: `@coze/api` %s, unmodified, over real HTTP.
            - **Python**: the requests `cozepy` 0.20.0 sends and the rules by which it reads answers, as assertions.
            - **Contract**: the structure that the Open API gives an answer: required fields, types, enumerations.

            *yes*: the client's own call, its answer checked. *raw*: plain HTTP, because the client lacks the call or, for
            Python, because the client itself does not run here. *–*: not covered; under Contract, an operation that clients
            call without its being in the contract.

            """;

    private static final List<Class<?>> JAVA = List.of(
            JavaClientWorkspacesTest.class,
            JavaClientBotsTest.class,
            JavaClientConversationsTest.class,
            JavaClientChatsTest.class,
            JavaClientFilesTest.class,
            JavaClientWorkflowsTest.class,
            JavaClientChatflowsTest.class,
            JavaClientRunsTest.class,
            JavaClientVariablesTest.class,
            JavaClientKnowledgeTest.class);
    private static final List<Class<?>> PYTHON = 
            List.of(PythonRulesTest.class, PythonRulesForRunsTest.class, PythonRulesForKnowledgeTest.class,
                    PythonRulesForVariablesTest.class);

    @Test
    void thePageSaysWhatTheTestsCover() throws IOException {
        var page = page();
        if (Boolean.getBoolean("pankou.update-docs") && !(Files.exists(PAGE) && Files.readString(PAGE).equals(page))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }

        System.out.println(page);
        assertThat(PAGE).as("write it anew with -Dpankou.update-docs=true").hasContent(page);
    }

    @Test
    void everyCallIsCoveredThroughEveryClient() {
        assertThat(covered(JAVA)).containsOnlyKeys(Call.values());
        assertThat(covered(PYTHON)).containsOnlyKeys(Call.values());
    }

    private static String page() throws IOException {
        var columns = new LinkedHashMap<String, Map<Call, String>>();
        addColumns(columns, "Java", covered(JAVA));
        for (var database : Database.values()) {
            var cells = new EnumMap<Call, String>(Call.class);
            JavaScriptRun.on(database).calls().forEach((call, client) -> cells.put(call, cell(client)));
            columns.put("JavaScript, " + name(database), cells);
        }
        addColumns(columns, "Python", covered(PYTHON));
        addColumns(columns, "Contract", covered(List.of(ContractTest.class)));

        var lines = new ArrayList<String>();
        lines.add("| operation | path | " + String.join(" | ", columns.keySet()) + " |");
        lines.add("|--|--|" + String.join("|", Collections.nCopies(columns.size(), "--")) + "|");
        for (var call : Call.values()) {
            var cells = columns.values().stream().map(column -> column.getOrDefault(call, "–")).toList();
            lines.add("| " + call.title() + " | `" + call.method() + " " + call.path() + "` | " + String.join(" | ", cells)
                    + " |");
        }
        return TEXT.formatted(javaVersion(), javaScriptVersion()) + String.join("\n", lines) + "\n";
    }

    private static void addColumns(Map<String, Map<Call, String>> columns, String client, Map<Call, String> cells) {
        for (var database : Database.values()) {
            columns.put(client + ", " + name(database), cells);
        }
    }

    /** What the tests of these classes cover, on every database. */
    private static Map<Call, String> covered(List<Class<?>> tests) {
        var cells = new EnumMap<Call, String>(Call.class);
        for (var test : tests) {
            var databases = Objects.requireNonNull(test.getAnnotation(EnumSource.class), test.getName());
            assertThat(databases.value()).isEqualTo(Database.class);
            assertThat(databases.names()).isEmpty();
            for (var method : test.getDeclaredMethods()) {
                var covers = method.getAnnotation(Covers.class);
                if (covers != null) {
                    assertThat(method.isAnnotationPresent(Test.class)).as(method.toString()).isTrue();
                    Arrays.stream(covers.raw()).forEach(call -> cells.putIfAbsent(call, cell(false)));
                    Arrays.stream(covers.value()).forEach(call -> cells.put(call, cell(true)));
                }
            }
        }
        return cells;
    }

    private static String cell(boolean client) {
        return client ? "yes" : "raw";
    }

    private static String name(Database database) {
        return switch (database) {
            case SQLITE -> "SQLite";
            case POSTGRESQL -> "PostgreSQL";
        };
    }

    private static String javaVersion() throws IOException {
        try (var file = CozeAPI.class.getResourceAsStream("/META-INF/maven/com.coze/coze-api/pom.properties")) {
            var properties = new Properties();
            properties.load(Objects.requireNonNull(file));
            return properties.getProperty("version");
        }
    }

    private static String javaScriptVersion() throws IOException {
        var manifest = Json.tree(Files.readString(Path.of("src/test/js/package.json")));
        return manifest.get("dependencies").get("@coze/api").stringValue();
    }
}
