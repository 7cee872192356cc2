package dev.pankou.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How texts become values. Where they come from and which one counts is tested with the commands. */
final class ValuesTest {
    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "30s, PT30S", "10m, PT10M", "24h, PT24H", "180d, PT4320H", "0s, PT0S", "5 s, PT5S"})
    void readsDurations(String text, Duration duration) {
        assertThat(Values.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "1.5s", "5 weeks", "5S", "99999999999999s"})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> Values.duration(text)).hasMessage("a duration such as 250ms, 30s, 10m, 24h or 180d");
    }

    @ParameterizedTest
    @CsvSource({"512B, 512", "64KB, 65536", "15MB, 15728640", "2GB, 2147483648", "1mb, 1048576", "0B, 0"})
    void readsSizesInPowersOf1024(String text, long bytes) {
        assertThat(Values.size(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15", "MB", "-1MB", "1TB", "1,5MB"})
    void refusesOtherSizes(String text) {
        assertThatThrownBy(() -> Values.size(text)).hasMessage("a size such as 64KB, 15MB or 2GB");
    }

    @Test
    void readsAddresses() {
        assertThat(Values.httpUrl("https://api.example.com/v1").getHost()).isEqualTo("api.example.com");
        for (var text : new String[] {"api.example.com", "ftp://x/", "http://", "http://a b/", "https:///v1", "javascript:alert(1)"}) {
            assertThatThrownBy(() -> Values.httpUrl(text)).as(text).hasMessageStartingWith("an http or https address");
        }
        assertThat(Values.jdbcUrl("jdbc:postgresql://db/pankou")).endsWith("pankou");
        assertThatThrownBy(() -> Values.jdbcUrl("jdbc:mysql://db/pankou")).hasMessageStartingWith("a JDBC address");
    }

    @Test
    void readsListsNamesAndSwitches() {
        assertThat(Values.list(" a, b ,,c ")).containsExactly("a", "b", "c");
        assertThat(Values.list("")).isEmpty();
        assertThat(Values.bool("ON")).isTrue();
        assertThat(Values.bool("0")).isFalse();
        assertThatThrownBy(() -> Values.bool("maybe")).hasMessage("true or false");
        assertThat(Values.oneOf("a", "b").apply("b")).isEqualTo("b");
        assertThatThrownBy(() -> Values.oneOf("a", "b").apply("A")).hasMessage("one of a, b");
    }

    @Test
    void takesTokensOf8VisibleCharactersAndNot7() {
        assertThat(Values.token("12345678").value()).isEqualTo("12345678");
        for (var text : new String[] {"1234567", "1234 5678", "密码密码密码密码", "1234567\n"}) {
            assertThatThrownBy(() -> Values.token(text)).hasMessage("at least 8 visible ASCII characters");
        }
    }

    @Test
    void namesFlagsAndVariablesAlike() {
        assertThat(SettingTable.ALL).extracting(Setting::name).doesNotHaveDuplicates();
        for (var setting : SettingTable.ALL) {
            assertThat(setting.name()).matches("[a-z]+(-[a-z]+)*");
            assertThat(setting.variable()).isEqualTo("PANKOU_" + setting.name().toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
            assertThat(setting.meaning()).isNotBlank();
        }
    }

    @Test
    void anEmptyValueCountsAsAbsent() {
        var settings = Settings.load(Map.of("cors-origins", ""), Map.of("PANKOU_MODEL_NAME", "  "), Path.of("no-such-file"));

        assertThat(settings.get(SettingTable.CORS_ORIGINS)).isEqualTo(List.of());
        assertThat(settings.find(SettingTable.MODEL_NAME)).isEmpty();
    }
}
