package dev.pankou.command;

import dev.pankou.command.Commands.Context;

/** {@code demo}: {@link Demo} in the terminal, against the running server or the one that {@code --url} names. */
final class DemoCommand {
    private DemoCommand() {}

    static int run(Context context) {
        context.noMoreThan(0);
        try (var connection = connection(context)) {
            new Demo(connection, context.texts(), piece -> {
                        context.out().print(piece);
                        context.out().flush();
                    })
                    .play();
        }
        return 0;
    }

    private static Connection connection(Context context) {
        var url = context.arguments().option("url");
        var token = context.arguments().option("token");
        if (url != null && token != null) {
            return Connection.to(context.texts(), url, token);
        }
        if (url != null || token != null) {
            throw CommandException.notUnderstood(context.texts().say("demo.both"));
        }
        var running = Connection.running(context);
        if (running == null) {
            throw CommandException.failed(context.texts().say("demo.none", context.data()));
        }
        return running;
    }
}
