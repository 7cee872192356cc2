package dev.pankou.plugin.openapi;

/** What may stand in the head of a request. */
final class HttpText {
    private static final String NAME_MARKS = "!#$%&'*+-.^_`|~";

    private HttpText() {}

    static boolean isHeaderName(String text) {
        return !text.isEmpty() && text.chars().allMatch(c ->
                c < 128 && (Character.isLetterOrDigit(c) || NAME_MARKS.indexOf(c) >= 0));
    }

    static boolean isHeaderValue(String text) {
        return text.chars().noneMatch(c -> c < ' ' && c != '\t' || c == 127);
    }
}
