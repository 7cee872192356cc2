package dev.pankou.api;

import org.jspecify.annotations.Nullable;

/** Operations whose calls are counted together (BEHAVIOUR 1.11): calls of one user in a window, by plan; 0 means no limit. */
public enum RateGroup {
    /** Calls that ask a model: chats and, with them, workflows. */
    MODEL(60, null, 300, 1000, 5000, 12_000),
    CHAT(1, MODEL, 20, 100, 200, 500),
    /** Workflow and chatflow runs and their histories; Coze counts them together. */
    WORKFLOW(1, null, 50, 100, 200, 500),
    /** Plugins: details and calls of tools. Coze prints no numbers; these are the ones of chats. */
    PLUGIN(1, null, 20, 100, 200, 500),
    UPLOAD(1, null, 10, 10, 20, 20),
    COLLABORATOR(1, null, 5, 5, 5, 5),
    NONE(1, null, 0, 0, 0, 0);

    private final int seconds;
    private final @Nullable RateGroup wider;
    private final int free;
    private final int pro;
    private final int team;
    private final int enterprise;

    RateGroup(int seconds, @Nullable RateGroup wider, int free, int pro, int team, int enterprise) {
        this.seconds = seconds;
        this.wider = wider;
        this.free = free;
        this.pro = pro;
        this.team = team;
        this.enterprise = enterprise;
    }

    /** The window. */
    int seconds() {
        return seconds;
    }

    /** The group in which its calls count too, or null. */
    @Nullable
    RateGroup wider() {
        return wider;
    }

    /** Calls that one user may make in a window on this plan; 0: unlimited. */
    public int calls(String plan) {
        return switch (plan) {
            case "free" -> free;
            case "pro" -> pro;
            case "team" -> team;
            case "enterprise" -> enterprise;
            default -> 0;
        };
    }
}
