package dev.pankou.variable;

/**
 * A variable as a bot or app declares it (schema Variable of OpenGetBotInfo).
 *
 * @param defaultValue its value for whoever has none
 * @param enable one that is not enabled does not exist for users
 * @param promptEnable whether prompts and models see it; else it is for workflows alone
 */
public record Definition(
        String keyword, String defaultValue, String description, boolean enable, boolean promptEnable, Channel channel) {

    /** Where the value comes from. Only custom ones are kept for users; those of an app live as long as a run. */
    public enum Channel {
        CUSTOM,
        SYSTEM,
        LOCATION,
        FEISHU,
        APP
    }

    /** Whether users have values of it. */
    boolean isUsers() {
        return enable && channel == Channel.CUSTOM;
    }

    /** Whether prompts name it and models may set it. */
    boolean isPrompts() {
        return isUsers() && promptEnable;
    }
}
