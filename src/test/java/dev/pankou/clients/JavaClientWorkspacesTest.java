package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.coze.openapi.client.exception.CozeApiException;
import com.coze.openapi.client.workspace.ListWorkspaceReq;
import com.coze.openapi.client.workspace.model.Workspace;
import com.coze.openapi.client.workspace.model.WorkspaceRoleType;
import com.coze.openapi.client.workspace.model.WorkspaceType;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record JavaClientWorkspacesTest(Database database) {
    @Test
    @Covers(value = Call.LIST_WORKSPACES, raw = {Call.CREATE_WORKSPACE, Call.UPDATE_WORKSPACE})
    void pagesThroughAllWorkspaces() {
        var alice = Pankou.on(database).user();
        var team = alice.post("/v1/workspaces", Map.of("name", "天气 team", "description", "雨"))
                .data()
                .get("id")
                .stringValue();
        alice.put("/v1/workspaces/" + team, Map.of("name", "天气 team 🌦")).data();

        var page = Clients.java(alice).workspaces().list(ListWorkspaceReq.of(1, 1));
        var seen = new ArrayList<Workspace>();
        page.getIterator().forEachRemaining(seen::add);

        assertThat(page.getTotal()).isEqualTo(2);
        assertThat(page.getLogID()).hasSize(34);
        assertThat(seen).extracting(Workspace::getId).containsExactlyInAnyOrder(team, alice.personalWorkspace());
        var found = seen.stream().filter(one -> one.getId().equals(team)).findFirst().orElseThrow();
        assertThat(found.getName()).isEqualTo("天气 team 🌦");
        assertThat(found.getIconUrl()).startsWith("http");
        assertThat(found.getRoleType()).isEqualTo(WorkspaceRoleType.OWNER);
        assertThat(found.getWorkspaceType()).isEqualTo(WorkspaceType.TEAM);
    }

    @Test
    @Covers(raw = Call.GET_ME)
    void tellsWhoTheTokenBelongsTo() {
        var alice = Pankou.on(database).user();

        var me = alice.get("/v1/users/me").data();

        assertThat(me.get("user_id").stringValue()).matches("\\d{10,19}");
        assertThat(me.get("user_name").stringValue()).startsWith("user-");
    }

    @Test
    void throwsTheHttpStatusWithABadToken() {
        var nobody = Clients.java(Pankou.on(database).with("pat_wrong"));

        // The client gives the HTTP status for the code when it is not 200 (SDK-SURFACE 0.9).
        assertThatThrownBy(() -> nobody.workspaces().list(ListWorkspaceReq.of(1, 20)))
                .hasRootCauseInstanceOf(CozeApiException.class)
                .rootCause()
                .satisfies(cause -> assertThat(((CozeApiException) cause).getCode()).isEqualTo(401))
                .hasMessageContaining("4100");
    }
}
