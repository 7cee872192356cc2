package dev.pankou.api;

/**
 * One page of a list by number.
 *
 * @param number from 1
 * @param size entries a page
 */
public record PageRequest(int number, int size) {
    /** @throws ApiException 4000 when a value is out of its range */
    public static PageRequest of(int number, int size, int maxSize) {
        if (number < 1) {
            throw ApiError.field("page_num", "at least 1");
        }
        if (size < 1 || size > maxSize) {
            throw ApiError.field("page_size", "1 to " + maxSize);
        }
        return new PageRequest(number, size);
    }

    /** Entries before this page. */
    public long offset() {
        return (number - 1L) * size;
    }
}
