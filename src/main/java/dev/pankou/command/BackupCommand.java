package dev.pankou.command;

import dev.pankou.command.Commands.Context;
import dev.pankou.config.SettingTable;
import dev.pankou.store.Backups;
import dev.pankou.store.StoreConfig;
import java.nio.file.Path;

/** {@code backup FOLDER} and {@code restore FOLDER}. */
final class BackupCommand {
    private BackupCommand() {}

    /** May run beside the server. */
    static int backup(Context context) {
        var folder = folder(context);
        var manifest = new Backups(context.clock()).backup(store(context), folder);
        context.err()
                .println(context.texts()
                        .say("backup.made", folder, manifest.files().size()));
        return 0;
    }

    /** Into an empty or missing data folder. */
    static int restore(Context context) {
        var folder = folder(context);
        new Backups(context.clock()).restore(folder, store(context));
        context.err().println(context.texts().say("backup.restored", folder, context.data()));
        return 0;
    }

    private static Path folder(Context context) {
        context.noMoreThan(1);
        return Path.of(context.word(0, "backup.folder"));
    }

    private static StoreConfig store(Context context) {
        return StoreConfig.of(
                context.data(), context.settings().find(SettingTable.DB_URL).orElse(null));
    }
}
