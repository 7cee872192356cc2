package dev.pankou.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record UsersTest(Database database) {
    @Test
    void comeWithAWorkspaceAndAToken() {
        var pankou = Pankou.on(database);

        var made = pankou.root().post("/pankou/v1/users", Map.of("name", "小明 " + database)).data();
        var user = pankou.with(made.get("token").stringValue());
        var me = user.get("/v1/users/me").data();

        assertThat(me.get("user_id")).isEqualTo(made.get("user_id"));
        assertThat(me.get("user_name").stringValue()).isEqualTo("小明 " + database);
        assertThat(me.get("administrator").booleanValue()).isFalse();
        var workspaces = user.get("/v1/workspaces").data().get("workspaces");
        assertThat(workspaces).hasSize(1);
        assertThat(workspaces.get(0).get("workspace_type").stringValue()).isEqualTo("personal");
        assertThat(workspaces.get(0).get("role_type").stringValue()).isEqualTo("owner");
    }

    @Test
    void haveNamesOfTheirOwn() {
        var root = Pankou.on(database).root();
        assertThat(root.post("/pankou/v1/users", Map.of("name", "twice")).code()).isZero();

        var refused = root.post("/pankou/v1/users", Map.of("name", "twice"));

        assertThat(refused.code()).isEqualTo(4000);
        assertThat(refused.msg()).isEqualTo("field name is invalid: a user of this name exists");
        assertThat(root.post("/pankou/v1/users", Map.of("name", "n".repeat(64) )).code()).isZero();
        assertThat(root.post("/pankou/v1/users", Map.of("name", "n".repeat(65))).code()).isEqualTo(4000);
        assertThat(root.post("/pankou/v1/users", Map.of("name", "")).code()).isEqualTo(4000);
        assertThat(root.post("/pankou/v1/users", Map.of("name", " \u3000")).code()).isEqualTo(4000);
        assertThat(root.post("/pankou/v1/users", Map.of("name", "twice ")).code()).isEqualTo(4000);
    }

    @Test
    void areMadeAndListedByAdministratorsOnly() {
        var pankou = Pankou.on(database);
        var alice = pankou.user();

        assertThat(alice.post("/pankou/v1/users", Map.of("name", "x")).code()).isEqualTo(4101);
        assertThat(alice.get("/pankou/v1/users").code()).isEqualTo(4101);
        assertThat(alice.post("/pankou/v1/sign_in_links", Map.of("user_id", "1")).code()).isEqualTo(4101);
        var second = pankou.with(pankou.root()
                .post("/pankou/v1/users", Map.of("name", "admin of " + database, "administrator", true))
                .data().get("token").stringValue());
        assertThat(second.get("/pankou/v1/users").code()).isZero();
    }

    @Test
    void areListedOldestFirstInPages() {
        var root = Pankou.on(database).root();
        for (var i = 0; i < 3; i++) {
            root.pankou().user();
        }
        var total = root.get("/pankou/v1/users?page_size=1").data().get("total_count").intValue();
        var seen = new ArrayList<String>();
        for (var page = 1; page <= (total + 1) / 2; page++) {
            root.get("/pankou/v1/users?page_size=2&page_num=" + page).data().get("users")
                    .forEach(user -> seen.add(user.get("user_id").stringValue()));
        }

        assertThat(seen).hasSizeGreaterThanOrEqualTo(total).doesNotHaveDuplicates();
        assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
        assertThat(seen).isSortedAccordingTo(java.util.Comparator.comparingLong(Long::parseLong));
        assertThat(root.get("/pankou/v1/users?page_size=100").code()).isZero();
        assertThat(root.get("/pankou/v1/users?page_size=101").code()).isEqualTo(4000);
    }
}
