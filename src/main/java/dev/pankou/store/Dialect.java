package dev.pankou.store;

/** Which SQL a {@link Db} speaks, for the few statements outside the common subset. */
public enum Dialect {
    SQLITE,
    POSTGRESQL
}
