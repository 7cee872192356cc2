package dev.pankou.command;

import dev.pankou.command.Commands.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code token create|list|revoke}, through the running server or, where none runs, through one of our own. */
final class TokenCommand {
    static final Set<String> VALUED = Set.of("new-user", "user", "name", "days", "permission", "workspace");
    static final Set<String> SWITCHES = Set.of("administrator");
    private static final int PAGE = 100;

    private TokenCommand() {}

    static int run(Context context) {
        var verb = context.word(0, "token.verb");
        context.noMoreThan(verb.equals("revoke") ? 2 : 1);
        switch (verb) {
            case "create" -> create(context);
            case "list" -> list(context);
            case "revoke" -> revoke(context);
            default -> throw CommandException.notUnderstood(context.texts().say("token.verb"));
        }
        return 0;
    }

    private static void create(Context context) {
        var texts = context.texts();
        var arguments = context.arguments();
        var name = arguments.option("new-user");
        if (name != null) {
            if (arguments.options().keySet().stream()
                    .anyMatch(option -> !Set.of("new-user", "administrator").contains(option))) {
                throw CommandException.notUnderstood(texts.say("token.new_user_alone"));
            }
            try (var connection = Connection.of(context)) {
                var made = connection.post(
                        "/pankou/v1/users", Map.of("name", name, "administrator", arguments.has("administrator")));
                show(
                        context,
                        made,
                        texts.say("token.user_made", name, made.path("user_id").asString()));
            }
            return;
        }
        if (arguments.has("administrator")) {
            throw CommandException.notUnderstood(texts.say("token.administrator_alone"));
        }
        var body = new LinkedHashMap<String, Object>();
        var given = arguments.option("name");
        body.put("name", given == null ? "command line" : given);
        body.put("expires_in_days", days(context));
        body.put("permissions", arguments.all("permission"));
        body.put("workspace_ids", arguments.all("workspace"));
        try (var connection = Connection.of(context)) {
            var user = arguments.option("user");
            if (user != null) {
                body.put("user_id", userId(context, connection, user));
            }
            var made = connection.post("/pankou/v1/tokens", body);
            show(context, made, texts.say("token.made", made.path("token_id").asString()));
        }
    }

    private static int days(Context context) {
        var days = context.arguments().option("days");
        try {
            return days == null ? 30 : Integer.parseInt(days);
        } catch (NumberFormatException bad) {
            throw CommandException.notUnderstood(context.texts().say("token.days", days == null ? "" : days));
        }
    }

    /** The value alone on standard output, so that a script can take it. */
    private static void show(Context context, JsonNode made, String sentence) {
        context.err().println(sentence);
        context.out().println(made.path("token").asString());
    }

    private static void list(Context context) {
        var texts = context.texts();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of(
                texts.say("token.id"),
                texts.say("token.user"),
                texts.say("token.name"),
                texts.say("token.permissions"),
                texts.say("token.expires"),
                texts.say("token.used")));
        try (var connection = Connection.of(context)) {
            var only = context.arguments().option("user");
            for (var user : users(connection).entrySet()) {
                if (only != null && !only.equals(user.getKey())) {
                    continue;
                }
                for (var token : connection
                        .get("/pankou/v1/tokens?user_id=" + user.getValue())
                        .path("tokens")) {
                    var permissions = token.path("permissions").size();
                    rows.add(List.of(
                            token.path("token_id").asString(),
                            user.getKey(),
                            token.path("name").asString(),
                            permissions == 0 ? texts.say("token.all") : Integer.toString(permissions),
                            day(token.path("expires_at").asLong(), texts),
                            day(token.path("last_used_at").asLong(), texts)));
                }
            }
        }
        Table.print(rows, context.out());
    }

    private static String day(long seconds, Texts texts) {
        return seconds == 0
                ? texts.say("token.never")
                : LocalDate.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC)
                        .toString();
    }

    private static void revoke(Context context) {
        var id = context.word(1, "token.revoke_id");
        if (!id.matches("[0-9]{1,19}")) {
            throw CommandException.notUnderstood(context.texts().say("token.revoke_id"));
        }
        try (var connection = Connection.of(context)) {
            connection.delete("/pankou/v1/tokens/" + id);
        }
        context.err().println(context.texts().say("token.revoked", id));
    }

    /** The id of the user of this name. */
    static String userId(Context context, Connection connection, String name) {
        var id = users(connection).get(name);
        if (id == null) {
            throw CommandException.failed(context.texts().say("token.no_user", name));
        }
        return id;
    }

    /** Ids by name, oldest user first. */
    private static Map<String, String> users(Connection connection) {
        var users = new LinkedHashMap<String, String>();
        for (var page = 1; ; page++) {
            var data = connection.get("/pankou/v1/users?page_num=" + page + "&page_size=" + PAGE);
            data.path("users")
                    .forEach(user -> users.put(
                            user.path("user_name").asString(),
                            user.path("user_id").asString()));
            if (data.path("users").size() < PAGE) {
                return users;
            }
        }
    }
}
