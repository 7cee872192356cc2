package dev.pankou.model;

/** What a model can do beyond text. */
public enum Capability {
    VISION,
    TOOLS,
    REASONING,
    JSON_OUTPUT
}
