package dev.pankou.store;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot work at the moment: disk full, read only, unreachable. The work was not acknowledged; trying again
 * later may succeed. Only where the connection broke during a commit on PostgreSQL is it open whether it was done.
 */
public final class StoreUnavailable extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
