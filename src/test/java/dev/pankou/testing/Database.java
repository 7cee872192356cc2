package dev.pankou.testing;

import dev.pankou.store.StoreConfig;

/** The databases every test of a room with tables runs on: {@code @ParameterizedClass @EnumSource}. */
public enum Database {
    SQLITE,
    POSTGRESQL;

    /** A database of its own with the current schema, and a data folder of its own. */
    public StoreConfig fresh() {
        return TestDatabases.fresh(this);
    }

    /** A database of its own without any table, and a data folder of its own. */
    public StoreConfig empty() {
        return TestDatabases.empty(this);
    }
}
