package dev.pankou.plugin;

import dev.pankou.api.Page;
import dev.pankou.api.PageRequest;
import dev.pankou.id.Id;
import dev.pankou.identity.IdentityService;
import dev.pankou.plugin.PluginStore.Use;
import dev.pankou.plugin.builtin.BuiltIns;
import dev.pankou.store.Db;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The store of the installation: what its people published and what it has built in. Threads share it. */
final class Shop {
    private final Db db;
    private final IdentityService identity;
    private final BuiltIns builtIns;
    private final CallCounts counts;
    private final PluginStore store = new PluginStore();

    Shop(Db db, IdentityService identity, BuiltIns builtIns, CallCounts counts) {
        this.db = db;
        this.identity = identity;
        this.builtIns = builtIns;
        this.counts = counts;
    }

    /** A plugin in the store. {@code publishedAt} in milliseconds, 0 for a built-in one. */
    record Ware(
            Id id,
            Id owner,
            String ownerName,
            String name,
            String description,
            String category,
            int tools,
            boolean official,
            boolean callable,
            long publishedAt,
            Use use) {}

    /** What has all words of {@code keyword} in its name or description. */
    Page<Ware> search(
            String keyword,
            @Nullable Boolean official,
            List<String> categories,
            CatalogOperations.Sort sort,
            PageRequest page) {
        var words = List.of(keyword.strip().toLowerCase(Locale.ROOT).split("\\s+"));
        var found = all().stream()
                .filter(ware -> official == null || official == ware.official())
                .filter(ware -> categories.isEmpty() || categories.contains(ware.category()))
                .filter(ware -> words.stream().allMatch(text(ware)::contains))
                .sorted(order(sort, keyword.strip().toLowerCase(Locale.ROOT)))
                .toList();
        var shown = found.stream().skip(page.offset()).limit(page.size()).map(this::named).toList();
        return new Page<>(shown, found.size());
    }

    private static String text(Ware ware) {
        return (ware.name() + "\n" + ware.description()).toLowerCase(Locale.ROOT);
    }

    private static Comparator<Ware> order(CatalogOperations.Sort sort, String keyword) {
        var newest = Comparator.comparingLong(Ware::publishedAt).thenComparing(Ware::id).reversed();
        return switch (sort) {
            case NEWEST -> newest;
            case HEAT -> Comparator.comparingLong((Ware ware) -> ware.use().calls()).reversed().thenComparing(newest);
            case RELATIVE -> Comparator.comparingInt((Ware ware) -> rank(ware, keyword))
                    .thenComparing(Comparator.comparingLong((Ware ware) -> ware.use().calls()).reversed())
                    .thenComparing(newest);
        };
    }

    /** The very name, its beginning, a part of it, anything else. */
    private static int rank(Ware ware, String keyword) {
        var name = ware.name().toLowerCase(Locale.ROOT);
        return name.equals(keyword) ? 0 : name.startsWith(keyword) ? 1 : name.contains(keyword) ? 2 : 3;
    }

    private List<Ware> all() {
        var listed = db.read(store::published);
        var uses = new HashMap<>(db.read(store::uses));
        counts.waiting().forEach((id, use) -> uses.merge(id, use, CallCounts::sum));
        var wares = new ArrayList<Ware>();
        for (var one : listed) {
            wares.add(new Ware(
                    one.id(), one.owner(), "", one.name(), one.description(), one.category(), one.tools(), false,
                    one.callable(), one.publishedAt(), uses.getOrDefault(one.id(), Use.NONE)));
        }
        for (var one : builtIns.all()) {
            wares.add(new Ware(
                    one.id(), new Id(0), "Pankou", one.name(), one.description(), one.category(), one.tools().size(), true,
                    true, 0, uses.getOrDefault(one.id(), Use.NONE)));
        }
        return wares;
    }

    private Ware named(Ware ware) {
        return ware.official()
                ? ware
                : new Ware(
                        ware.id(), ware.owner(), identity.user(ware.owner()).name(), ware.name(), ware.description(),
                        ware.category(), ware.tools(), false, ware.callable(), ware.publishedAt(), ware.use());
    }
}
