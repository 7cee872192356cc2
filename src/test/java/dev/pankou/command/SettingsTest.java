package dev.pankou.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pankou.config.SettingTable;
import dev.pankou.config.Settings;
import dev.pankou.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
    @TempDir
    private Path folder;

    private Settings load(Map<String, String> flags, Map<String, String> environment, String file) throws IOException {
        var properties = folder.resolve("pankou.properties");
        Files.writeString(properties, file);
        return Settings.load(flags, environment, properties);
    }

    @Test
    void aFlagBeatsAVariableAndAVariableBeatsTheFile() throws IOException {
        var file = "port=1\nhost=0.0.0.1\nheartbeat=1s\n";
        var environment = Map.of("PANKOU_PORT", "2", "PANKOU_HOST", "0.0.0.2", "OTHER", "x");

        var settings = load(Map.of("port", "3"), environment, file);

        assertThat(settings.get(SettingTable.PORT)).isEqualTo(3);
        assertThat(settings.get(SettingTable.HOST)).isEqualTo("0.0.0.2");
        assertThat(settings.get(SettingTable.HEARTBEAT)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.get(SettingTable.CHAT_ROUNDS)).isEqualTo(20);
    }

    @Test
    void theFileTakesNamesAndVariablesInUtf8() throws IOException {
        var settings = load(Map.of(), Map.of(), "PANKOU_PORT=4\nmodel-name=模型🌱\n");

        assertThat(settings.get(SettingTable.PORT)).isEqualTo(4);
        assertThat(settings.find(SettingTable.MODEL_NAME)).contains("模型🌱");
    }

    @Test
    void tellsAllProblemsAtOnceAndTheNearestKnownName() {
        var told = catchThrowableOfType(
                SettingsException.class,
                () -> load(
                        Map.of("prot", "1", "expires-days", "1"),
                        Map.of("PANKOU_HOTS", "x", "PANKOU_PLAN", "golden"),
                        "max-bdy=1MB\nheartbeat=soon\n"));

        assertThat(told.problems())
                .hasSize(6)
                .contains("--expires-days is not a setting (./pankou help settings lists all)")
                .anyMatch(text -> text.startsWith("--prot is not a setting; the nearest is --port"))
                .anyMatch(text -> text.startsWith("PANKOU_HOTS is not a setting; the nearest is PANKOU_HOST"))
                .anyMatch(text ->
                        text.startsWith("max-bdy in pankou.properties is not a setting; the nearest is --max-body"))
                .anyMatch(text -> text.startsWith("PANKOU_PLAN must be one of free, pro"))
                .anyMatch(text -> text.startsWith("heartbeat in pankou.properties must be a duration"));
    }

    @ParameterizedTest
    @CsvSource({
        "port, 0, 65535, -1, 65536",
        "model-attempts, 1, 10, 0, 11",
        "chat-tool-rounds, 1, 200, 0, 201",
        "concurrent-chats, 1, 1000000, 0, 1000001",
        "db-readers, 1, 64, 0, 65",
        "db-pool, 2, 500, 1, 501"
    })
    void takesBothEndsOfARangeAndNothingBeyond(String name, String least, String most, String below, String above) {
        for (var good : List.of(least, most)) {
            assertThatCode(() -> load(Map.of(name, good), Map.of(), "")).doesNotThrowAnyException();
        }
        for (var bad : List.of(below, above, "", "1.5", "many")) {
            if (!bad.isEmpty()) { // an empty value counts as absent
                assertThatThrownBy(() -> load(Map.of(name, bad), Map.of(), ""))
                        .hasMessage("--" + name + " must be a whole number from " + least + " to " + most + ", not \""
                                + bad + "\"");
            }
        }
    }

    @Test
    void aSecretIsNeverPrinted() throws IOException {
        assertThatThrownBy(() -> load(Map.of("bootstrap-token", "short"), Map.of(), ""))
                .hasMessageContaining("--bootstrap-token must be")
                .hasMessageNotContaining("short");
        var settings = load(Map.of("model-api-key", "sk-geheim"), Map.of(), "");
        assertThat(settings.find(SettingTable.MODEL_API_KEY)).hasToString("Optional[***]");
    }

    @Test
    void everyDefaultCanBeRead() {
        var settings = Settings.load(Map.of(), Map.of(), Path.of("no-such-file"));

        for (var setting : SettingTable.ALL) {
            assertThat(settings.find(setting).isPresent()).as(setting.name()).isEqualTo(setting.fallback() != null);
        }
    }
}
