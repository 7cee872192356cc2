package dev.pankou.plugin.tool;

/**
 * Something an import has to say.
 *
 * @param kind what became of it
 * @param at where in the document, such as {@code paths./pets.get}
 */
public record Remark(Kind kind, String at, String message) {
    /** What became of a part of the document. */
    public enum Kind {
        /** It was not understood; the plugin lacks it. */
        SKIPPED,
        /** It is there in another form than the document has it. */
        CHANGED,
        /** Something for the person who imports to decide. */
        PROPOSAL
    }

    public static Remark skipped(String at, String message) {
        return new Remark(Kind.SKIPPED, at, message);
    }

    public static Remark changed(String at, String message) {
        return new Remark(Kind.CHANGED, at, message);
    }

    public static Remark proposal(String at, String message) {
        return new Remark(Kind.PROPOSAL, at, message);
    }
}
