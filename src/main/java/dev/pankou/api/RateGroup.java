package dev.pankou.api;

/** Operations whose calls are counted together (BEHAVIOUR 1.11): calls a second by plan; 0 means no limit. */
public enum RateGroup {
    CHAT(20, 100, 200, 500),
    UPLOAD(10, 10, 20, 20),
    COLLABORATOR(5, 5, 5, 5),
    NONE(0, 0, 0, 0);

    private final int free;
    private final int pro;
    private final int team;
    private final int enterprise;

    RateGroup(int free, int pro, int team, int enterprise) {
        this.free = free;
        this.pro = pro;
        this.team = team;
        this.enterprise = enterprise;
    }

    /** Calls a second that one user may make on this plan; 0: unlimited. */
    public int perSecond(String plan) {
        return switch (plan) {
            case "free" -> free;
            case "pro" -> pro;
            case "team" -> team;
            case "enterprise" -> enterprise;
            default -> 0;
        };
    }
}
