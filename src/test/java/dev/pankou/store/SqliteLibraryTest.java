package dev.pankou.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryTest {
    @Test
    void unpacksWhatTheDriverLoadsAndReplacesWhatIsOld(@TempDir Path folder) throws IOException, InterruptedException {
        SqliteLibrary.unpack(folder);
        SqliteLibrary.unpack(folder);

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve(System.mapLibraryName("sqlitejdbc")));
        }
        // A JVM that may not unpack anything opens a database with it.
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java, "--enable-native-access=ALL-UNNAMED", "-Dorg.sqlite.lib.path=" + folder, "-Dorg.sqlite.tmpdir=/nonexistent",
                        "-cp", System.getProperty("java.class.path"), Opens.class.getName())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes())).contains("opened");
        assertThat(process.waitFor()).isZero();
    }

    /** The program of that JVM. */
    static final class Opens {
        private Opens() {}

        public static void main(String[] arguments) throws Exception {
            try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite::memory:")) {
                System.out.println(connection.isValid(1) ? "opened" : "not opened");
            }
        }
    }
}
