package dev.pankou.parse;

/**
 * How far a document is read.
 *
 * @param done pages, slides or parts
 * @param total 0 where it is not known before the end
 */
public record Progress(int done, int total) {
    /** 0 to 100; 0 while the total is not known. */
    public int percent() {
        return total <= 0 ? 0 : (int) Math.min(100, 100L * done / total);
    }
}
