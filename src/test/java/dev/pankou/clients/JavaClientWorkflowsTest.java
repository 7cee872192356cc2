package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.House;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The Java client has none of these calls. */
@ParameterizedClass
@EnumSource(Database.class)
record JavaClientWorkflowsTest(Database database) {
    @Test
    @Covers(raw = {
        Call.LIST_WORKFLOWS,
        Call.RETRIEVE_WORKFLOW,
        Call.LIST_WORKFLOW_VERSIONS,
        Call.SWITCH_WORKFLOW_MODE,
        Call.ADD_WORKFLOW_COLLABORATOR,
        Call.REMOVE_WORKFLOW_COLLABORATOR
    })
    void showsAWorkflowAndSharesIt() {
        try (var house = House.on(database)) {
            var alice = house.pankou().user();
            var bob = house.pankou().user();
            house.join(alice.personalWorkspace(), bob);
            var workflow = Clients.workflow(alice);
            var at = "/v1/workflows/" + workflow;
            var user = bob.get("/v1/users/me").data().get("user_id").stringValue();

            var list = alice.get("/v1/workflows?page_num=1&workspace_id=" + alice.personalWorkspace()).data();
            var info = alice.get(at + "?include_input_output=true").data();
            var versions = alice.get(at + "/versions").data();

            assertThat(list.get("items").get(0)).isEqualTo(info.get("workflow_detail"));
            assertThat(info.get("input").get("parameters").has("input")).isTrue();
            assertThat(versions.get("items").get(0).get("version").stringValue()).isEqualTo("v0.0.1");
            assertThat(alice.post(at + "/collaboration_mode", Map.of("collaboration_mode", "collaboration")).code()).isZero();
            assertThat(alice.post(at + "/collaborators", Map.of("collaborators", List.of(Map.of("user_id", user)))).code())
                    .isZero();
            assertThat(bob.delete(at + "/collaborators/" + user).code()).isZero();
        }
    }
}
