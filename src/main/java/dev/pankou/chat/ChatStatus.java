package dev.pankou.chat;

/** States of a chat (BEHAVIOUR 2.1). CREATED shows only in the first event of a stream. */
public enum ChatStatus {
    CREATED,
    IN_PROGRESS,
    COMPLETED,
    FAILED,
    REQUIRES_ACTION,
    CANCELED;

    /** Whether nothing will change any more. */
    public boolean ended() {
        return this == COMPLETED || this == FAILED || this == CANCELED;
    }
}
