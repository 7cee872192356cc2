package dev.pankou.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenCommandTest {
    @TempDir
    private Path folder;

    @Test
    void createsListsAndRevokesThroughTheRunningServer() {
        try (var server = CommandProcess.serve(folder)) {
            createListRevoke();
            assertThat(server).isNotNull();
        }
    }

    @Test
    void createsListsAndRevokesWhileNoServerRuns() {
        createListRevoke();

        assertThat(folder.resolve("data/server.json")).doesNotExist();
    }

    private void createListRevoke() {
        var user = CommandProcess.run(folder, "token", "create", "--new-user", "小明🌱");
        assertThat(user.code()).as(user.err()).isZero();
        assertThat(user.out()).matches("pat_\\S{43}\n");

        var made = CommandProcess.run(
                folder, "token", "create", "--user", "小明🌱", "--name", "ci", "--days", "0", "--permission", "chat");
        assertThat(made.out()).matches("pat_\\S{43}\n").isNotEqualTo(user.out());

        var listed = CommandProcess.run(folder, "token", "list", "--user", "小明🌱");
        assertThat(listed.out()).doesNotContain("pat_");
        var row = listed.out()
                .lines()
                .filter(line -> line.contains("ci"))
                .findFirst()
                .orElseThrow();
        assertThat(row.split(" {2,}")).contains("小明🌱", "ci", "1", "never");

        var id = row.substring(0, row.indexOf(' '));
        var revoked = CommandProcess.run(folder, "token", "revoke", id);
        assertThat(revoked.code()).as(revoked.err()).isZero();
        assertThat(CommandProcess.run(folder, "token", "list").out()).doesNotContain(id);
        var again = CommandProcess.run(folder, "token", "revoke", id);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("code 4200");
    }

    @Test
    void recoversFromTheFilesOfAServerThatWasKilled() throws InterruptedException {
        try (var server = CommandProcess.serve(folder)) {
            server.kill();
        }

        var listed = CommandProcess.run(folder, "token", "list");

        assertThat(listed.code()).as(listed.err()).isZero();
        assertThat(listed.out()).contains("admin");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(CommandProcess.run(folder, "token").err()).contains("token create, token list or token revoke ID");
        assertThat(CommandProcess.run(folder, "token", "create", "--days", "soon")
                        .err())
                .contains("--days must be a whole number");
        assertThat(CommandProcess.run(folder, "token", "create", "--name").err())
                .contains("--name needs a value");
        var nobody = CommandProcess.run(folder, "token", "create", "--user", "nobody");
        assertThat(nobody.code()).isEqualTo(1);
        assertThat(nobody.err()).contains("there is no user \"nobody\"");
    }
}
