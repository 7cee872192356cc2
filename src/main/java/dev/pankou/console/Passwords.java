package dev.pankou.console;

import dev.pankou.api.ApiError;
import dev.pankou.id.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id hashes of passwords (19 MiB, 2 passes, 1 lane: the OWASP minimum), written as
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Two are computed at once and few may wait, so that nobody can exhaust
 * memory with sign-ins; on platform threads, since on the carriers of virtual ones they would hold up all other requests.
 * Threads share it.
 */
final class Passwords {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int AT_ONCE = 2;
    private static final int MAX_WAITING = 32;
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final String HEAD = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$";
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private final Ids ids;
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("password-", 0).daemon().factory());
    /** What is compared for users who have no password or do not exist, so that both take the same time. */
    private final String decoy;

    Passwords(Ids ids) {
        this.ids = ids;
        workers.allowCoreThreadTimeOut(true);
        this.decoy = HEAD + ENCODER.encodeToString(ids.bytes(SALT_BYTES)) + "$" + ENCODER.encodeToString(ids.bytes(HASH_BYTES));
    }

    /** @throws dev.pankou.api.ApiException 5000, HTTP 503, when too many wait */
    String hash(String password) {
        var salt = ids.bytes(SALT_BYTES);
        return HEAD + ENCODER.encodeToString(salt) + "$" + ENCODER.encodeToString(compute(password, salt));
    }

    /** Takes as long for a user without a password. @throws dev.pankou.api.ApiException 5000, HTTP 503, when too many wait */
    boolean matches(String password, Optional<String> stored) {
        var encoded = stored.orElse(decoy);
        if (!encoded.startsWith(HEAD)) {
            throw new IllegalStateException("a stored password hash has unknown parameters");
        }
        var parts = encoded.substring(HEAD.length()).split("\\$");
        var decoder = Base64.getDecoder();
        var equal = MessageDigest.isEqual(compute(password, decoder.decode(parts[0])), decoder.decode(parts[1]));
        return equal && stored.isPresent();
    }

    private byte[] compute(String password, byte[] salt) {
        try {
            return workers.submit(() -> argon2(password, salt)).get();
        } catch (RejectedExecutionException full) {
            throw ApiError.UNAVAILABLE.with("too many people sign in at once; try again in a few seconds");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw ApiError.UNAVAILABLE.with("the server is stopping");
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a password could not be hashed", failed.getCause());
        }
    }

    private static byte[] argon2(String password, byte[] salt) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(LANES)
                .withSalt(salt)
                .build());
        var hash = new byte[HASH_BYTES];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
