package dev.pankou.parse;

import org.jspecify.annotations.Nullable;

/**
 * How to read a text document.
 *
 * @param charset what came with the file, such as the charset of a Content-Type; absent or unknown: detected
 * @param wholePage of HTML: all of the body, not only its readable content
 */
public record ParseOptions(@Nullable String charset, boolean wholePage) {
    public static final ParseOptions DEFAULT = new ParseOptions(null, false);
}
