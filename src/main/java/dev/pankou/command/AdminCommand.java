package dev.pankou.command;

import dev.pankou.command.Commands.Context;
import java.util.Map;

/** {@code admin link}: a new one-time sign-in link, for an administrator who lost the password or never had one. */
final class AdminCommand {
    private AdminCommand() {}

    static int run(Context context) {
        if (!context.word(0, "admin.verb").equals("link")) {
            throw CommandException.notUnderstood(context.texts().say("admin.verb"));
        }
        context.noMoreThan(1);
        try (var connection = Connection.of(context)) {
            var name = context.arguments().option("user");
            var id = name == null
                    ? connection.get("/v1/users/me").path("user_id").asString()
                    : TokenCommand.userId(context, connection, name);
            var made = connection.post("/pankou/v1/sign_in_links", Map.of("user_id", id));
            context.err().println(context.texts().say("admin.link"));
            context.out().println(made.path("url").asString());
        }
        return 0;
    }
}
