package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record JavaScriptClientTest(Database database) {
    @Test
    void passesTheSuiteOfTheOfficialJavaScriptClient() {
        var run = JavaScriptRun.on(database);

        assertThat(run.exitCode()).as("exit code of node --test; its output is above").isZero();
        assertThat(run.calls()).containsOnlyKeys(Call.values());
    }
}
