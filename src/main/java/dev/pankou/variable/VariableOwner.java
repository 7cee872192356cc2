package dev.pankou.variable;

import dev.pankou.id.Id;

/**
 * What has variables.
 *
 * @param workspace of the run or chat. A bot's variables are of the bot's own workspace, wherever it is used; an app's id means
 *     something within its workspace only
 */
public record VariableOwner(Kind kind, Id id, Id workspace) {
    public enum Kind {
        BOT,
        APP
    }

    public static VariableOwner bot(Id bot, Id workspace) {
        return new VariableOwner(Kind.BOT, bot, workspace);
    }

    public static VariableOwner app(Id app, Id workspace) {
        return new VariableOwner(Kind.APP, app, workspace);
    }
}
