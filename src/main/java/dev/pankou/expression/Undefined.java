package dev.pankou.expression;

/** What becomes of a plain {@code {{name}}} for which there is no value. */
public enum Undefined {
    /** It stays as it is written, as Coze leaves it. */
    KEEP,
    /** It becomes nothing, as in Jinja2. */
    EMPTY
}
