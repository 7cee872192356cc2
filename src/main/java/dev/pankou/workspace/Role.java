package dev.pankou.workspace;

/** A member's role, the strongest first. */
public enum Role {
    OWNER,
    ADMIN,
    MEMBER;

    /** Whether this role may do what needs {@code least}. */
    public boolean atLeast(Role least) {
        return compareTo(least) <= 0;
    }
}
