package dev.pankou.knowledge;

import dev.pankou.id.Id;
import dev.pankou.store.Db;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How often slices were recalled: counted in memory, written now and then. A crash loses some seconds. Threads share it. */
final class Hits {
    private record Place(Id document, Id slice) {}

    private final Db db;
    private final DocumentStore documents = new DocumentStore();
    private final SliceStore slices = new SliceStore();
    private final Map<Place, Long> counts = new ConcurrentHashMap<>();

    Hits(Db db) {
        this.db = db;
    }

    void count(Collection<Slice> found) {
        found.forEach(slice -> counts.merge(new Place(slice.document(), slice.id()), 1L, Long::sum));
    }

    /** Writes what was counted. */
    void flush() {
        if (counts.isEmpty()) {
            return;
        }
        // rows in one order on all nodes, so that no two wait for each other
        var perSlice = new TreeMap<Id, Long>();
        var perDocument = new TreeMap<Id, Long>();
        for (var place : counts.keySet()) {
            var count = counts.remove(place);
            if (count != null) {
                perSlice.put(place.slice(), count);
                perDocument.merge(place.document(), count, Long::sum);
            }
        }
        db.write(handle -> {
            perDocument.forEach((id, count) -> documents.hit(handle, id, count));
            perSlice.forEach((id, count) -> slices.hit(handle, id, count));
            return true;
        });
    }
}
