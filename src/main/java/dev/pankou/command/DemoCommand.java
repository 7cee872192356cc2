package dev.pankou.command;

import dev.pankou.command.Commands.Context;

/** {@code demo}: {@link Demo} in the terminal, against the running server or the one that {@code --url} names. */
final class DemoCommand {
    private DemoCommand() {}

    static int run(Context context) {
        context.noMoreThan(0);
        try (var connection = Connection.chosen(context)) {
            new Demo(connection, context.texts(), piece -> {
                        context.out().print(piece);
                        context.out().flush();
                    })
                    .play();
        }
        return 0;
    }
}
