package dev.pankou.store;

import dev.pankou.id.Id;

/** The largest id that is stored, so that new ones come after it even when the clock was set back. */
public final class HighestId {
    private static final String TABLES = "app_user access_token workspace uploaded_file model bot workflow conversation message chat"
            + " data_table table_row";

    private HighestId() {}

    public static Id of(Db db) {
        return db.read(handle -> {
            var highest = 0L;
            for (var table : TABLES.split(" ")) {
                var found = handle.createQuery("SELECT coalesce(max(id), 0) FROM " + table)
                        .mapTo(Long.class)
                        .one();
                highest = Math.max(highest, found);
            }
            return new Id(highest);
        });
    }
}
