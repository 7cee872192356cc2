package dev.pankou.model;

/** Which interface a model is reached by. */
public enum ApiKind {
    OPENAI_CHAT,
    OPENAI_RESPONSES,
    OFFLINE
}
