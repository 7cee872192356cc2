package dev.pankou.store;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts the commits that wrote to each table, told by the text of their statements. Threads share it. */
final class TableVersions {
    /** Written by a statement that is no plain one: then nothing that is kept may be trusted. */
    static final String EVERY = "*";

    private static final Pattern WRITES = Pattern.compile(
            "\\s*(?:INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO|REPLACE\\s+INTO|UPDATE(?:\\s+OR\\s+\\w+)?|DELETE\\s+FROM)\\s+\"?(\\w+)\"?.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern READS = Pattern.compile("\\s*(?:SELECT|PRAGMA)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Map<String, AtomicLong> commits = new ConcurrentHashMap<>();

    /** The table that a statement writes, {@link #EVERY} if that cannot be told, null if it only reads. */
    static @Nullable String written(String sql) {
        var writes = WRITES.matcher(sql);
        if (writes.matches()) {
            return writes.group(1).toLowerCase(Locale.ROOT);
        }
        return READS.matcher(sql).matches() ? null : EVERY;
    }

    void committed(Collection<String> tables) {
        for (var table : tables) {
            commits.computeIfAbsent(table, key -> new AtomicLong()).incrementAndGet();
        }
    }

    /** Grows with each commit that wrote to one of the tables. */
    long of(List<String> tables) {
        var sum = count(EVERY);
        for (var table : tables) {
            sum += count(table);
        }
        return sum;
    }

    private long count(String table) {
        var count = commits.get(table);
        return count == null ? 0 : count.get();
    }
}
