package dev.pankou.bot;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Statements on bots, their versions and channels. Who may see a bot is asked before. */
final class BotStore {
    private static final String BOT =
            """
            SELECT id, workspace_id, owner_id, name, description, icon_file_id, draft, created_at, updated_at
              FROM bot
             WHERE id = :id
            """;

    private static final String VERSION =
            """
            SELECT bot_id, version, name, description, icon_file_id, config, changelog, connectors, creator_id
              FROM bot_version
             WHERE bot_id = :bot
            """;

    private static final String LISTED =
            """
            SELECT b.id, b.owner_id, b.name, b.description, b.icon_file_id, b.updated_at,
                   (SELECT max(c.published_at) FROM bot_channel c WHERE c.bot_id = b.id) AS published_at
            """;

    private static final String ONLINE =
            """
            SELECT b.id, b.owner_id, v.name, v.description, v.icon_file_id, c.published_at AS updated_at, c.published_at
            """;

    private static final String FROM_BOTS = " FROM bot b WHERE b.workspace_id = :workspace ";

    private static final String FROM_CHANNEL =
            """
              FROM bot_channel c
              JOIN bot b ON b.id = c.bot_id
              JOIN bot_version v ON v.bot_id = c.bot_id AND v.version = c.version
             WHERE b.workspace_id = :workspace AND c.connector_id = :connector
            """;

    private static final String FROM_CHANGED =
            """
              FROM bot b
              JOIN bot_channel c ON c.bot_id = b.id AND c.connector_id = :connector
             WHERE b.workspace_id = :workspace AND b.updated_at > c.published_at
            """;

    private static final String NOWHERE = " AND NOT EXISTS (SELECT 1 FROM bot_channel c WHERE c.bot_id = b.id) ";

    /** Which bots a list shows (BEHAVIOUR 1.9). */
    enum Listing {
        ALL,
        PUBLISHED_ONLINE,
        PUBLISHED_DRAFT,
        UNPUBLISHED_DRAFT
    }

    /** A bot in a list. Times in milliseconds; {@code publishedAt} 0: nowhere published. */
    record Item(
            Id id, Id owner, String name, String description, @Nullable Id iconFile, long updatedAt, long publishedAt) {}

    /**
     * A bot as a call finds it.
     *
     * @param published the version on the asked channel; 0: not published there
     */
    record Place(Id workspace, long published) {}

    void insert(Handle handle, Bot bot) {
        handle.createUpdate(
                        """
                        INSERT INTO bot (id, workspace_id, owner_id, name, description, icon_file_id, draft, created_at,
                               updated_at)
                        VALUES (:id, :workspace, :owner, :name, :description, :icon, :draft, :createdAt, :updatedAt)
                        """)
                .bind("id", bot.id().value())
                .bind("workspace", bot.workspace().value())
                .bind("owner", bot.owner().value())
                .bind("name", bot.name())
                .bind("description", bot.description())
                .bind("icon", number(bot.iconFile()))
                .bind("draft", Json.text(bot.draft()))
                .bind("createdAt", bot.createdAt())
                .bind("updatedAt", bot.updatedAt())
                .execute();
    }

    /** Name, description, icon, draft and time of the last change. */
    void update(Handle handle, Bot bot) {
        handle.createUpdate(
                        """
                        UPDATE bot SET name = :name, description = :description, icon_file_id = :icon, draft = :draft,
                               updated_at = :updatedAt
                         WHERE id = :id
                        """)
                .bind("name", bot.name())
                .bind("description", bot.description())
                .bind("icon", number(bot.iconFile()))
                .bind("draft", Json.text(bot.draft()))
                .bind("updatedAt", bot.updatedAt())
                .bind("id", bot.id().value())
                .execute();
    }

    Optional<Bot> find(Handle handle, Id bot) {
        return handle.createQuery(BOT).bind("id", bot.value()).map((row, context) -> toBot(row)).findOne();
    }

    Optional<Id> workspace(Handle handle, Id bot) {
        return handle.createQuery("SELECT workspace_id FROM bot WHERE id = :id")
                .bind("id", bot.value())
                .mapTo(Long.class)
                .findOne()
                .map(Id::new);
    }

    /** As {@link #find}; other transactions that do the same wait until this one ends. */
    Optional<Bot> lock(Handle handle, Id bot) {
        handle.createUpdate("UPDATE bot SET updated_at = updated_at WHERE id = :id").bind("id", bot.value()).execute();
        return find(handle, bot);
    }

    /** @param connector the channel of {@link Place#published}; null: the newest of all channels */
    Optional<Place> place(Handle handle, Id bot, @Nullable Id connector) {
        return handle.createQuery(
                        """
                        SELECT b.workspace_id,
                               (SELECT max(c.version) FROM bot_channel c
                                 WHERE c.bot_id = b.id AND (:every = 1 OR c.connector_id = :connector)) AS published
                          FROM bot b
                         WHERE b.id = :id
                        """)
                .bind("every", connector == null ? 1 : 0)
                .bind("connector", connector == null ? 0 : connector.value())
                .bind("id", bot.value())
                .map((row, context) -> new Place(new Id(row.getLong("workspace_id")), row.getLong("published")))
                .findOne();
    }

    void insertVersion(Handle handle, BotVersion version) {
        handle.createUpdate(
                        """
                        INSERT INTO bot_version (bot_id, version, name, description, icon_file_id, config, changelog,
                               connectors, creator_id, created_at)
                        VALUES (:bot, :number, :name, :description, :icon, :config, :changelog, :connectors, :creator,
                               :number)
                        """)
                .bind("bot", version.bot().value())
                .bind("number", version.number())
                .bind("name", version.name())
                .bind("description", version.description())
                .bind("icon", number(version.iconFile()))
                .bind("config", Json.text(version.config()))
                .bind("changelog", version.changelog())
                .bind("connectors", Json.text(new Connectors(version.connectors())))
                .bind("creator", version.creator().value())
                .execute();
    }

    private record Connectors(List<Id> ids) {}

    long newestVersion(Handle handle, Id bot) {
        return handle.createQuery("SELECT coalesce(max(version), 0) FROM bot_version WHERE bot_id = :bot")
                .bind("bot", bot.value())
                .mapTo(Long.class)
                .one();
    }

    Optional<BotVersion> version(Handle handle, Id bot, long number) {
        return handle.createQuery(VERSION + " AND version = :number")
                .bind("bot", bot.value())
                .bind("number", number)
                .map((row, context) -> toVersion(row))
                .findOne();
    }

    /** Newest first; those of one channel, or of all when {@code connector} is null. */
    List<BotVersion> versions(Handle handle, Id bot, @Nullable Id connector, int size, long offset) {
        return ofChannel(
                        handle.createQuery(VERSION + channel(connector) + " ORDER BY version DESC LIMIT :size OFFSET :offset"),
                        connector)
                .bind("bot", bot.value())
                .bind("size", size)
                .bind("offset", offset)
                .map((row, context) -> toVersion(row))
                .list();
    }

    long countVersions(Handle handle, Id bot, @Nullable Id connector) {
        return ofChannel(
                        handle.createQuery("SELECT count(*) FROM bot_version WHERE bot_id = :bot" + channel(connector)),
                        connector)
                .bind("bot", bot.value())
                .mapTo(Long.class)
                .one();
    }

    private static String channel(@Nullable Id connector) {
        return connector == null ? "" : " AND connectors LIKE :connector";
    }

    private static Query ofChannel(Query query, @Nullable Id connector) {
        return connector == null ? query : query.bind("connector", "%\"" + connector + "\"%");
    }

    void putChannel(Handle handle, Id bot, Id connector, long version) {
        handle.createUpdate(
                        """
                        INSERT INTO bot_channel (bot_id, connector_id, version, published_at)
                        VALUES (:bot, :connector, :version, :version)
                        ON CONFLICT (bot_id, connector_id)
                        DO UPDATE SET version = excluded.version, published_at = excluded.published_at
                        """)
                .bind("bot", bot.value())
                .bind("connector", connector.value())
                .bind("version", version)
                .execute();
    }

    /** Whether it was published there. */
    boolean deleteChannel(Handle handle, Id bot, Id connector) {
        return handle.createUpdate("DELETE FROM bot_channel WHERE bot_id = :bot AND connector_id = :connector")
                        .bind("bot", bot.value())
                        .bind("connector", connector.value())
                        .execute()
                > 0;
    }

    /** Newest first. {@code connector} counts for the two published listings only. */
    List<Item> list(Handle handle, Id workspace, Listing listing, Id connector, int size, long offset) {
        var columns = listing == Listing.PUBLISHED_ONLINE ? ONLINE : LISTED;
        var order = listing == Listing.PUBLISHED_ONLINE ? "c.published_at DESC, b.id DESC" : "b.updated_at DESC, b.id DESC";
        return within(
                        handle.createQuery(columns + from(listing) + " ORDER BY " + order + " LIMIT :size OFFSET :offset"),
                        listing,
                        connector)
                .bind("workspace", workspace.value())
                .bind("size", size)
                .bind("offset", offset)
                .map((row, context) -> new Item(
                        new Id(row.getLong("id")),
                        new Id(row.getLong("owner_id")),
                        row.getString("name"),
                        row.getString("description"),
                        idOrNull(row, "icon_file_id"),
                        row.getLong("updated_at"),
                        row.getLong("published_at")))
                .list();
    }

    long count(Handle handle, Id workspace, Listing listing, Id connector) {
        return within(handle.createQuery("SELECT count(*) " + from(listing)), listing, connector)
                .bind("workspace", workspace.value())
                .mapTo(Long.class)
                .one();
    }

    /**
     * A bot and one of its configurations that is in use: the draft, or what is published somewhere. A bot may come twice.
     */
    record Use(BotService.Named bot, BotConfig config) {}

    /**
     * By name. The pattern is of LIKE and finds texts in a configuration; what it finds is to be looked at closely.
     *
     * @param workspace null: of the whole installation
     */
    List<Use> uses(Handle handle, @Nullable Id workspace, String pattern) {
        var query = handle.createQuery(
                """
                SELECT b.id, b.name, b.draft AS config
                  FROM bot b
                 WHERE b.draft LIKE :pattern <scope>
                 UNION ALL
                SELECT b.id, b.name, v.config
                  FROM bot b
                  JOIN bot_channel c ON c.bot_id = b.id
                  JOIN bot_version v ON v.bot_id = c.bot_id AND v.version = c.version
                 WHERE v.config LIKE :pattern <scope>
                ORDER BY 2, 1
                """);
        query.define("scope", workspace == null ? "" : "AND b.workspace_id = :workspace").bind("pattern", pattern);
        if (workspace != null) {
            query.bind("workspace", workspace.value());
        }
        return query.map((row, context) -> new Use(
                        new BotService.Named(new Id(row.getLong("id")), row.getString("name")),
                        Json.read(row.getString("config"), BotConfig.class)))
                .list();
    }

    private static String from(Listing listing) {
        return switch (listing) {
            case ALL -> FROM_BOTS;
            case PUBLISHED_ONLINE -> FROM_CHANNEL;
            case PUBLISHED_DRAFT -> FROM_CHANGED;
            case UNPUBLISHED_DRAFT -> FROM_BOTS + NOWHERE;
        };
    }

    private static Query within(Query query, Listing listing, Id connector) {
        return switch (listing) {
            case PUBLISHED_ONLINE, PUBLISHED_DRAFT -> query.bind("connector", connector.value());
            case ALL, UNPUBLISHED_DRAFT -> query;
        };
    }

    private static @Nullable Long number(@Nullable Id id) {
        return id == null ? null : (Long) id.value();
    }

    private static @Nullable Id idOrNull(ResultSet row, String column) throws SQLException {
        var value = row.getLong(column);
        return value == 0 ? null : new Id(value);
    }

    private static Bot toBot(ResultSet row) throws SQLException {
        return new Bot(
                new Id(row.getLong("id")),
                new Id(row.getLong("workspace_id")),
                new Id(row.getLong("owner_id")),
                row.getString("name"),
                row.getString("description"),
                idOrNull(row, "icon_file_id"),
                Json.read(row.getString("draft"), BotConfig.class),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }

    private static BotVersion toVersion(ResultSet row) throws SQLException {
        return new BotVersion(
                new Id(row.getLong("bot_id")),
                row.getLong("version"),
                row.getString("name"),
                row.getString("description"),
                idOrNull(row, "icon_file_id"),
                Json.read(row.getString("config"), BotConfig.class),
                row.getString("changelog"),
                Json.read(row.getString("connectors"), Connectors.class).ids(),
                new Id(row.getLong("creator_id")));
    }
}
