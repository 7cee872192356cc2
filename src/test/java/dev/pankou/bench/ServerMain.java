package dev.pankou.bench;

import dev.pankou.Server;
import dev.pankou.config.SettingTable;
import dev.pankou.config.Settings;
import dev.pankou.time.Times;
import dev.pankou.trace.Logging;
import java.nio.file.Path;
import java.util.Map;

/** A server without the launcher; settings come from {@code PANKOU_*} variables. For trees where there is no launcher. */
final class ServerMain {
    private ServerMain() {}

    public static void main(String[] arguments) {
        var settings = Settings.load(Map.of(), System.getenv(), Path.of("no-such-file"));
        Logging.start("json", settings.get(SettingTable.LOG_LEVEL));
        var server = Server.start(settings, Times.system());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    }
}
