package dev.pankou.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.config.SettingTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandsTest {
    private static final Path MESSAGES = Path.of("src/main/resources/messages");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private int run(Map<String, String> environment, String... line) {
        return new Commands(
                        settings -> {
                            throw new AssertionError("starts no server");
                        },
                        Clock.systemUTC(),
                        environment,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(line));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpListsEveryCommandThatTheLauncherKnows() throws IOException {
        assertThat(run(Map.of(), "help")).isZero();

        for (var command : List.of(
                "up", "build", "serve", "demo", "token", "admin", "backup", "restore", "replay", "workflow", "doctor", "test", "dev", "fmt",
                "bench")) {
            assertThat(out()).contains("./pankou " + command);
            assertThat(Files.readString(Path.of("pankou"))).contains(command);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everyCommandHasAHelpPage(String language) {
        for (var command : List.of(
                "up", "build", "serve", "demo", "token", "admin", "backup", "restore", "replay", "workflow", "doctor", "test", "dev", "fmt",
                "bench", "help")) {
            out.reset();
            assertThat(run(Map.of("PANKOU_LANGUAGE", language), command, "--help"))
                    .isZero();
            assertThat(out()).contains("./pankou " + command);
        }
    }

    @Test
    void theSettingsReferenceIsWhatHelpSettingsPrints() throws IOException {
        assertThat(run(Map.of(), "help", "settings")).isZero();

        assertThat(Files.readString(Path.of("docs/reference/settings.md"))).isEqualTo(out());
        for (var setting : SettingTable.ALL) {
            assertThat(out()).contains("`--" + setting.name() + "`", "`" + setting.variable() + "`");
        }
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws IOException {
        var english = texts("en");
        var chinese = texts("zh");

        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (var key : english.stringPropertyNames()) {
            assertThat(places(chinese.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        }
    }

    private static Properties texts(String language) throws IOException {
        var texts = new Properties();
        texts.load(new StringReader(Files.readString(MESSAGES.resolve(language + ".properties"))));
        return texts;
    }

    private static List<String> places(String text) {
        return Pattern.compile("\\{\\d}")
                .matcher(text)
                .results()
                .map(match -> match.group())
                .sorted()
                .toList();
    }

    @Test
    void refusesAnUnknownCommandInTheReadersLanguage() {
        assertThat(run(Map.of("LANG", "zh_CN.UTF-8"), "srve")).isEqualTo(2);
        assertThat(err()).contains("没有命令“srve”");

        err.reset();
        assertThat(run(Map.of("LANG", "zh_CN.UTF-8", "PANKOU_LANGUAGE", "en"), "srve"))
                .isEqualTo(2);
        assertThat(err()).contains("there is no command \"srve\"");
    }

    @Test
    void demoWithoutAServerSaysHowToStartOne() {
        assertThat(run(Map.of(), "demo", "--data", folder.toString())).isEqualTo(1);

        assertThat(err()).contains("./pankou up");
    }

    @Test
    void doctorFailsOnlyOnWhatIsNeededToRun() throws IOException {
        assertThat(run(
                        Map.of(),
                        "doctor",
                        "--port",
                        "0",
                        "--data",
                        folder.toString(),
                        "--model-base-url",
                        "http://127.0.0.1:1/v1"))
                .isZero();
        assertThat(out()).contains("--  model at http://127.0.0.1:1/v1 cannot be reached");

        Files.writeString(folder.resolve("file"), "");
        assertThat(run(
                        Map.of(),
                        "doctor",
                        "--port",
                        "0",
                        "--data",
                        folder.resolve("file/data").toString()))
                .isEqualTo(1);
        assertThat(out()).contains("!!  the data folder");
    }

    @Test
    void aBackupIsRestoredToAnotherFolder() {
        var copy = folder.resolve("copy");
        CommandProcess.run(folder, "token", "create", "--new-user", "小红");

        assertThat(run(
                        Map.of(),
                        "backup",
                        copy.toString(),
                        "--data",
                        folder.resolve("data").toString()))
                .as(err())
                .isZero();
        assertThat(run(
                        Map.of(),
                        "restore",
                        copy.toString(),
                        "--data",
                        folder.resolve("other").toString()))
                .as(err())
                .isZero();

        assertThat(CommandProcess.run(folder, "token", "list", "--data", "other")
                        .out())
                .contains("小红");
        assertThat(run(
                        Map.of(),
                        "restore",
                        copy.toString(),
                        "--data",
                        folder.resolve("other").toString()))
                .isEqualTo(1);
        assertThat(err()).contains("is not empty");
    }

    @Test
    void columnsOfATableStandUnderEachOtherInChinese() {
        assertThat(Table.width("abc")).isEqualTo(3);
        assertThat(Table.width("盘扣")).isEqualTo(4);

        Table.print(
                List.of(List.of("名称", "b"), List.of("abcdef", "d")),
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out()).isEqualToNormalizingNewlines("名称    b\nabcdef  d\n");
    }
}
