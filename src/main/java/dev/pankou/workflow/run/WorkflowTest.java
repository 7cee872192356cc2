package dev.pankou.workflow.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.api.Length;
import dev.pankou.api.Required;
import dev.pankou.id.Id;

/**
 * A test that is stored with a workflow.
 *
 * @param expected fields of the output with their values; others may be there too; null: none
 * @param tape journal of the run that models and addresses answer from, JSON arrays one after the other; empty: they are asked
 */
record WorkflowTest(
        Id id,
        Id workflow,
        String name,
        JsonNode inputs,
        @Nullable JsonNode expected,
        List<Assertion> assertions,
        List<String> tape,
        long createdAt,
        long updatedAt) {
    WorkflowTest {
        assertions = List.copyOf(assertions);
        tape = List.copyOf(tape);
    }

    /**
     * One thing that must hold of the outcome.
     *
     * @param path into the output, such as {@code output} or {@code list[0].name}; {@code $error_code} is the run's error
     * @param operator equals, not_equals, contains, not_contains, empty, not_empty, greater, less, or length
     */
    record Assertion(@Required @Length(max = 500) String path, @Required Operator operator, @Nullable JsonNode value) {}

    enum Operator {
        EQUALS,
        NOT_EQUALS,
        CONTAINS,
        NOT_CONTAINS,
        EMPTY,
        NOT_EMPTY,
        GREATER,
        LESS,
        LENGTH
    }
}
