package dev.pankou.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.testing.Database;
import dev.pankou.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@Timeout(60)
final class DatabasesTest {
    private final Database database;

    DatabasesTest(Database database) {
        this.database = database;
    }

    @Test
    void migratesOnlyWhenBehind() {
        var config = database.empty();

        Databases.open(config, "storetest/first").close();
        assertThat(Databases.migrations(config, "storetest/first").applied()).isEqualTo(1);
        Databases.open(config, "storetest/second").close();
        assertThat(Databases.migrations(config, "storetest/second").applied()).isEqualTo(3);
        try (var again = Databases.open(config, "storetest/second")) {
            assertThat(again.<String>read(handle -> handle.createQuery("SELECT dialect FROM only_here")
                            .mapTo(String.class)
                            .one()))
                    .isEqualToIgnoringCase(database.name());
            assertThat(again.<Integer>read(handle -> handle.createQuery("SELECT count(*) FROM schema_history WHERE version IS NOT NULL")
                            .mapTo(int.class)
                            .one()))
                    .isEqualTo(3);
        }
    }

    @Test
    void refusesASchemaThatIsNewer() {
        var config = database.empty();
        Databases.open(config, "storetest/second").close();

        assertThatThrownBy(() -> Databases.open(config, "storetest/first"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 3, this program knows only up to 1");
        Databases.open(config, "storetest/second").close(); // the folder was released
    }

    @Test
    void opensWithTheCurrentSchemaOfTheProgram() {
        try (var db = Databases.open(database.fresh())) {
            db.check();
        }
    }

    @Test
    void refusesAFolderThatIsOpenInThisProcess() {
        var config = database.empty();
        try (var db = Databases.open(config)) {
            assertThatThrownBy(() -> Databases.open(config))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(config.dataDirectory().toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            db.check();
        }

        Databases.open(config).close();
    }

    @Test
    void keepsTheFolderOfTheNextOneWhenClosedTwice() {
        var config = database.empty();
        var first = Databases.open(config);
        first.close();
        try (var second = Databases.open(config)) {
            first.close();
            assertThatThrownBy(() -> Databases.open(config)).isInstanceOf(StoreException.class);
            second.check();
        }
    }

    @Test
    void refusesAFolderThatIsOpenInAnotherProcess() throws Exception {
        var config = database.empty();
        var other = java(Holder.class, config.dataDirectory());
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            assertThatThrownBy(() -> Databases.open(config))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(config.dataDirectory().toString())
                    .hasMessageContaining("process " + other.pid());
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();

        Databases.open(config).close();
    }

    @Test
    void saysThatAFileIsInPlaceOfTheFolder() throws IOException {
        var config = database.empty();
        var file = Files.writeString(config.dataDirectory().resolve("taken"), "x");

        assertThatThrownBy(() -> Databases.open(StoreConfig.of(file, config.jdbcUrl())))
                .isInstanceOf(StoreException.class)
                .hasMessage("The data folder " + file + " cannot be created: there is a file in its place");
    }

    @Test
    void saysThatTheDatabaseCannotBeReachedWithoutThePassword() {
        var config = StoreConfig.of(
                TestDatabases.folder(), "jdbc:postgresql://127.0.0.1:1/nowhere?user=pankou&password=secret-word");

        assertThatThrownBy(() -> Databases.open(config))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be reached (PostgreSQL at //127.0.0.1:1/nowhere)")
                .message()
                .doesNotContain("secret-word");
    }

    static Process java(Class<?> main, Path argument) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName(),
                        argument.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Holds a data folder until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            try (var lock = FolderLock.acquire(Path.of(arguments[0]))) {
                System.out.println("held");
                System.in.read();
            }
        }
    }
}
