package dev.pankou.command;

import dev.pankou.config.Setting;
import dev.pankou.config.SettingTable;

/** {@code help settings}, which is also docs/reference/settings.md. */
final class SettingsPage {
    private SettingsPage() {}

    static String text() {
        var page = new StringBuilder(
                """
                # Settings

                Written by `./pankou help settings`; do not edit.

                A setting is given as a flag (`--port 9000`), as a variable (`PANKOU_PORT=9000`) or as a line of \
                `pankou.properties` in the working folder (`port=9000`); a flag beats a variable, a variable beats the file. \
                An unknown or malformed setting stops the start.

                A duration is a number with ms, s, m, h or d; a size is a number with B, KB, MB or GB (powers of 1024).

                | flag | variable | value | default | meaning |
                |--|--|--|--|--|
                """);
        for (var setting : SettingTable.ALL) {
            page.append("| `--%s` | `%s` | %s | %s | %s |%n"
                    .formatted(
                            setting.name(),
                            setting.variable(),
                            setting.kind(),
                            fallback(setting),
                            setting.meaning().replace("|", "\\|"))
                    .replace(System.lineSeparator(), "\n"));
        }
        return page.toString();
    }

    private static String fallback(Setting<?> setting) {
        var text = setting.fallback();
        return text == null ? "–" : text.isEmpty() ? "empty" : "`" + text + "`";
    }
}
