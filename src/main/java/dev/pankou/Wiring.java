package dev.pankou;

import dev.pankou.api.Api;
import dev.pankou.api.Operation;
import dev.pankou.config.SettingTable;
import dev.pankou.config.Settings;
import dev.pankou.files.Icons;
import dev.pankou.http.HttpConfig;
import dev.pankou.http.HttpServer;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.identity.IdentityRoom;
import dev.pankou.store.Databases;
import dev.pankou.store.Db;
import dev.pankou.store.StoreConfig;
import dev.pankou.trace.LogId;
import dev.pankou.workspace.WorkspaceRoom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes all parts of a server and connects them. Plain constructors in the order in which the parts need each other. */
final class Wiring implements AutoCloseable {
    final Settings settings;
    final Clock clock;
    final Db db;
    final Ids ids;
    final IdentityRoom identity;
    final WorkspaceRoom workspaces;
    final Control control;
    final Api api;
    final HttpServer http;

    Wiring(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        var data = settings.get(SettingTable.DATA);
        db = Databases.open(new StoreConfig(
                data,
                settings.find(SettingTable.DB_URL).orElse(null),
                settings.get(SettingTable.READERS),
                settings.get(SettingTable.POOL)));
        ids = new Ids(clock, 0);
        var operations = new ArrayList<Operation<?, ?>>();
        Icons icons = new Icons() {
            @Override
            public String url(@Nullable Id file, String kind) {
                return "";
            }

            @Override
            public void keep(Handle handle, Id user, Id file, String field) {}
        };
        workspaces = WorkspaceRoom.open(db, clock, ids, icons);
        identity = IdentityRoom.open(db, clock, ids, workspaces.service(), () -> List.copyOf(operations));
        operations.addAll(identity.operations());
        operations.addAll(workspaces.operations());
        control = new Control(data, ids, identity.service(), identity.service());
        api = new Api(
                new Api.Limits(
                        settings.get(SettingTable.MAX_BODY),
                        settings.get(SettingTable.MAX_WORKFLOW_BODY),
                        settings.get(SettingTable.PLAN),
                        settings.get(SettingTable.CORS_ORIGINS)),
                operations,
                control,
                new LogId(clock, ids),
                clock,
                (operation, status, nanos) -> {});
        var temporary = data.resolve("tmp");
        try {
            Files.createDirectories(temporary);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        http = new HttpServer(
                new HttpConfig(
                        settings.get(SettingTable.HOST),
                        settings.get(SettingTable.PORT),
                        settings.get(SettingTable.IDLE_TIMEOUT),
                        settings.get(SettingTable.BODY_TIMEOUT),
                        temporary),
                api,
                api::refusal);
    }

    @Override
    public void close() {
        db.close();
    }
}
