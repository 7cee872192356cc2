package dev.pankou.chat;

import dev.pankou.id.Id;
import dev.pankou.store.StoreUnavailable;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits what a running chat came to, again and again while the store is not available and the server runs. */
final class ChatCommits {
    private static final Logger LOG = LoggerFactory.getLogger(ChatCommits.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private ChatCommits() {}

    /** Statements of one commit. */
    interface Statements {
        void run(Handle handle);
    }

    /** Thrown inside a transaction to undo it. */
    static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostException() {
            super("the chat is not ours any more", null, false, false);
        }
    }

    /** @return false when the chat is not ours any more, or the store did not come back */
    static boolean commit(ChatParts parts, Id chat, Statements statements) throws InterruptedException {
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                parts.db().write(handle -> {
                    statements.run(handle);
                    return true;
                });
                return true;
            } catch (LostException lost) {
                return false;
            } catch (StoreUnavailable down) {
                LOG.warn("A chat waits for the store chat={}: {}", chat, down.getMessage());
                if (parts.runs().pause(pause)) {
                    return false;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }
}
