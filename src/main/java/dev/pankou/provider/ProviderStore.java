package dev.pankou.provider;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import dev.pankou.model.ApiKind;
import dev.pankou.model.Capability;
import dev.pankou.model.ModelSpec.Parameter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Statements on models. */
final class ProviderStore {
    private static final String COLUMNS =
            """
            SELECT id, name, kind, base_url, sealed_key, remote_name, context_window, capabilities, parameters, source,
                   is_default, enabled
              FROM model
            """;

    /** A model as it lies in the store. */
    record Row(
            Id id,
            String name,
            ApiKind kind,
            String baseUrl,
            String sealedKey,
            String remoteName,
            int contextWindow,
            Set<Capability> capabilities,
            List<Parameter> parameters,
            Catalog.Source source,
            boolean isDefault,
            boolean enabled) {
        Row withDefault(boolean value) {
            return new Row(
                    id, name, kind, baseUrl, sealedKey, remoteName, contextWindow, capabilities, parameters, source, value,
                    enabled);
        }
    }

    /** Capabilities and parameters as JSON. */
    private record Capabilities(Set<Capability> all) {}

    private record Parameters(List<Parameter> all) {}

    List<Row> all(Handle handle) {
        return handle.createQuery(COLUMNS + " ORDER BY id").map((row, context) -> toRow(row)).list();
    }

    Optional<Row> find(Handle handle, Id id) {
        return handle.createQuery(COLUMNS + " WHERE id = :id")
                .bind("id", id.value())
                .map((row, context) -> toRow(row))
                .findOne();
    }

    /** Inserts the model or replaces the one of its id. */
    void put(Handle handle, Row row, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO model (id, name, kind, base_url, sealed_key, remote_name, context_window, capabilities,
                               parameters, source, is_default, enabled, created_at, updated_at)
                        VALUES (:id, :name, :kind, :baseUrl, :sealedKey, :remoteName, :contextWindow, :capabilities,
                               :parameters, :source, :isDefault, :enabled, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
                               base_url = excluded.base_url, sealed_key = excluded.sealed_key,
                               remote_name = excluded.remote_name, context_window = excluded.context_window,
                               capabilities = excluded.capabilities, parameters = excluded.parameters,
                               is_default = excluded.is_default, enabled = excluded.enabled,
                               updated_at = excluded.updated_at
                        """)
                .bind("id", row.id().value())
                .bind("name", row.name())
                .bind("kind", WireText.of(row.kind()))
                .bind("baseUrl", row.baseUrl())
                .bind("sealedKey", row.sealedKey())
                .bind("remoteName", row.remoteName())
                .bind("contextWindow", row.contextWindow())
                .bind("capabilities", Json.text(new Capabilities(row.capabilities())))
                .bind("parameters", Json.text(new Parameters(row.parameters())))
                .bind("source", WireText.of(row.source()))
                .bind("isDefault", row.isDefault() ? 1 : 0)
                .bind("enabled", row.enabled() ? 1 : 0)
                .bind("now", now)
                .execute();
    }

    /** From now on no stored model is the default. */
    void clearDefault(Handle handle) {
        handle.execute("UPDATE model SET is_default = 0 WHERE is_default = 1");
    }

    void delete(Handle handle, Id id) {
        handle.createUpdate("DELETE FROM model WHERE id = :id").bind("id", id.value()).execute();
    }

    private static Row toRow(ResultSet row) throws SQLException {
        return new Row(
                new Id(row.getLong("id")),
                row.getString("name"),
                WireText.parse(ApiKind.class, row.getString("kind")),
                row.getString("base_url"),
                row.getString("sealed_key"),
                row.getString("remote_name"),
                row.getInt("context_window"),
                Json.read(row.getString("capabilities"), Capabilities.class).all(),
                Json.read(row.getString("parameters"), Parameters.class).all(),
                WireText.parse(Catalog.Source.class, row.getString("source")),
                row.getLong("is_default") != 0,
                row.getLong("enabled") != 0);
    }
}
