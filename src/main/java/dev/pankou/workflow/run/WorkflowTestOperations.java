package dev.pankou.workflow.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.access.Permission;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.Required;
import dev.pankou.id.Id;

/** Operations on the tests of workflows. */
final class WorkflowTestOperations {
    private static final String AT = "/pankou/v1/workflows/{workflow_id}/tests";

    private final WorkflowTests tests;

    WorkflowTestOperations(WorkflowTests tests) {
        this.tests = tests;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.get("PankouListWorkflowTests", AT)
                        .permission(Permission.READ_WORKFLOW)
                        .summary("List the tests of a workflow")
                        .data(OneWorkflow.class, Tests.class, (caller, request) -> new Tests(
                                tests.list(caller, request.workflowId()).stream().map(TestView::of).toList())),
                Operation.post("PankouCreateWorkflowTest", AT)
                        .permission(Permission.EDIT_WORKFLOW)
                        .summary("Store a test with a workflow")
                        .data(NewTest.class, TestView.class, (caller, request) -> TestView.of(tests.create(
                                caller,
                                request.workflowId(),
                                new WorkflowTests.Wish(
                                        request.name(), request.inputs(), request.expected(), request.assertions(),
                                        request.tapeRunId())))),
                Operation.put("PankouUpdateWorkflowTest", AT + "/{test_id}")
                        .permission(Permission.EDIT_WORKFLOW)
                        .summary("Change a test of a workflow")
                        .data(ChangedTest.class, TestView.class, (caller, request) -> TestView.of(tests.update(
                                caller,
                                request.workflowId(),
                                request.testId(),
                                new WorkflowTests.Wish(
                                        request.name(), request.inputs(), request.expected(), request.assertions(),
                                        request.tapeRunId())))),
                Operation.delete("PankouDeleteWorkflowTest", AT + "/{test_id}")
                        .permission(Permission.EDIT_WORKFLOW)
                        .summary("Delete a test of a workflow")
                        .done(OneTest.class, (caller, request) ->
                                tests.delete(caller, request.workflowId(), request.testId())),
                Operation.post("PankouRunWorkflowTests", AT + "/run")
                        .permission(Permission.RUN_WORKFLOW)
                        .summary("Run the tests of a workflow; those with a tape offline")
                        .dataOf(RunTests.class, WorkflowTests.Report.class, (call, request) ->
                                tests.run(call.caller(), request.workflowId(), request.version(), call.logid())));
    }

    record OneWorkflow(@Required Id workflowId) {}

    record OneTest(@Required Id workflowId, @Required Id testId) {}

    record NewTest(
            @Required Id workflowId,
            @Required @Length(max = 200) String name,
            @Required JsonNode inputs,
            @Nullable @Doc("Fields of the output with their values") JsonNode expected,
            @Length(max = 100) List<WorkflowTest.Assertion> assertions,
            @Nullable @Doc("The run whose tape is kept: the test then runs offline") Id tapeRunId) {}

    record ChangedTest(
            @Required Id workflowId,
            @Required Id testId,
            @Required @Length(max = 200) String name,
            @Required JsonNode inputs,
            @Nullable JsonNode expected,
            @Length(max = 100) List<WorkflowTest.Assertion> assertions,
            @Nullable Id tapeRunId) {}

    record RunTests(
            @Required Id workflowId, @Nullable @Doc("draft, or a published version; absent: what is online") String version) {}

    record Tests(List<TestView> tests) {}

    record TestView(
            Id testId,
            String name,
            JsonNode inputs,
            @Nullable JsonNode expected,
            List<WorkflowTest.Assertion> assertions,
            boolean offline,
            long updatedAt) {
        static TestView of(WorkflowTest test) {
            return new TestView(
                    test.id(), test.name(), test.inputs(), test.expected(), test.assertions(), !test.tape().isEmpty(),
                    test.updatedAt() / 1000);
        }
    }
}
