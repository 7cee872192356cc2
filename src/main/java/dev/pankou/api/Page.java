package dev.pankou.api;

import java.util.List;
import java.util.function.Function;

/** One page of a list and the number of entries on all pages. */
public record Page<T>(List<T> items, long total) {
    public Page {
        items = List.copyOf(items);
    }

    public <R> Page<R> map(Function<? super T, ? extends R> shape) {
        return new Page<>(items.stream().<R>map(shape).toList(), total);
    }

    /** Whether entries follow this page. */
    public boolean hasMore(PageRequest page) {
        return page.offset() + items.size() < total;
    }
}
