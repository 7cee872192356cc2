package dev.pankou.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.api.ApiException;
import dev.pankou.id.Ids;
import dev.pankou.time.Times;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PasswordsTest {
    private final Passwords passwords = new Passwords(new Ids(Times.system(), 0));

    @Test
    void knowsThePasswordAndNoOther() {
        var hash = passwords.hash("密码 🌦 12345");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.matches("密码 🌦 12345", Optional.of(hash))).isTrue();
        assertThat(passwords.matches("密码 🌦 12346", Optional.of(hash))).isFalse();
        assertThat(passwords.matches("密码 🌦 12345", Optional.empty())).isFalse();
    }

    @Test
    void saltsEachHash() {
        assertThat(passwords.hash("the same one")).isNotEqualTo(passwords.hash("the same one"));
    }

    /** Two are computed and 32 wait; who comes then is sent away. */
    @Test
    void refusesMoreThanItCanHold() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, 100).mapToObj(i -> threads.submit(() -> attempt("password " + i))).toList();

            var statuses = new ArrayList<Integer>();
            for (var one : asked) {
                statuses.add(one.get());
            }

            assertThat(statuses).filteredOn(status -> status == 200).hasSizeGreaterThanOrEqualTo(34);
            assertThat(statuses).contains(503).containsOnly(200, 503);
        }
    }

    private int attempt(String password) {
        try {
            passwords.hash(password);
            return 200;
        } catch (ApiException refused) {
            return refused.status();
        }
    }
}
