package dev.pankou.clients;

import dev.pankou.testing.Database;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record PythonRulesForRunsTest(Database database) {}
