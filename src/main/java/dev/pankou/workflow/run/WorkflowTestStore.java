package dev.pankou.workflow.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

import dev.pankou.id.Id;
import dev.pankou.json.Json;

/** Statements on tests of workflows, scoped by the workflow, whose workspace was checked. */
final class WorkflowTestStore {
    private static final String TEST =
            "SELECT id, workflow_id, name, inputs, expected, assertions, tape, created_at, updated_at FROM workflow_test ";

    void insert(Handle handle, WorkflowTest test) {
        bound(handle.createUpdate(
                        """
                        INSERT INTO workflow_test
                            (id, workflow_id, name, inputs, expected, assertions, tape, created_at, updated_at)
                        VALUES (:id, :workflow, :name, :inputs, :expected, :assertions, :tape, :created, :updated)
                        """), test)
                .bind("created", test.createdAt())
                .execute();
    }

    boolean update(Handle handle, WorkflowTest test) {
        return bound(handle.createUpdate(
                                """
                                UPDATE workflow_test
                                   SET name = :name, inputs = :inputs, expected = :expected, assertions = :assertions,
                                       tape = :tape, updated_at = :updated
                                 WHERE id = :id AND workflow_id = :workflow
                                """), test)
                        .execute()
                == 1;
    }

    private static org.jdbi.v3.core.statement.Update bound(org.jdbi.v3.core.statement.Update update, WorkflowTest test) {
        return update.bind("id", test.id().value())
                .bind("workflow", test.workflow().value())
                .bind("name", test.name())
                .bind("inputs", Json.text(test.inputs()))
                .bind("expected", test.expected() == null ? "" : Json.text(test.expected()))
                .bind("assertions", Json.text(test.assertions()))
                .bind("tape", test.tape().isEmpty() ? "" : Json.text(test.tape()))
                .bind("updated", test.updatedAt());
    }

    boolean delete(Handle handle, Id workflow, Id id) {
        return handle.createUpdate("DELETE FROM workflow_test WHERE id = :id AND workflow_id = :workflow")
                        .bind("id", id.value())
                        .bind("workflow", workflow.value())
                        .execute()
                == 1;
    }

    Optional<WorkflowTest> find(Handle handle, Id workflow, Id id) {
        return handle.createQuery(TEST + "WHERE id = :id AND workflow_id = :workflow")
                .bind("id", id.value())
                .bind("workflow", workflow.value())
                .map((row, context) -> toTest(row))
                .findOne();
    }

    List<WorkflowTest> list(Handle handle, Id workflow) {
        return handle.createQuery(TEST + "WHERE workflow_id = :workflow ORDER BY id")
                .bind("workflow", workflow.value())
                .map((row, context) -> toTest(row))
                .list();
    }

    private static WorkflowTest toTest(ResultSet row) throws SQLException {
        var expected = row.getString("expected");
        var tape = row.getString("tape");
        return new WorkflowTest(
                new Id(row.getLong("id")),
                new Id(row.getLong("workflow_id")),
                row.getString("name"),
                Json.tree(row.getString("inputs")),
                expected.isEmpty() ? null : Json.tree(expected),
                Arrays.asList(Json.read(row.getString("assertions"), WorkflowTest.Assertion[].class)),
                tape.isEmpty() ? List.of() : Arrays.asList(Json.read(tape, String[].class)),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }
}
