package dev.pankou.workflow;

import static dev.pankou.workflow.Flows.AT;
import static dev.pankou.workflow.Flows.canvas;
import static dev.pankou.workflow.Flows.create;
import static dev.pankou.workflow.Flows.detail;
import static dev.pankou.workflow.Flows.publish;
import static dev.pankou.workflow.Flows.save;
import static dev.pankou.workflow.Flows.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.House;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record CollaborationTest(Database database) {
    private static Pankou.Reply toggle(Person person, String workflow, String mode) {
        return person.post("/v1/workflows/" + workflow + "/collaboration_mode", Map.of("collaboration_mode", mode));
    }

    private static Pankou.Reply add(Person person, String workflow, String user) {
        return person.post("/v1/workflows/" + workflow + "/collaborators",
                Map.of("collaborators", List.of(Map.of("user_id", user))));
    }

    private static Pankou.Reply remove(Person person, String workflow, String user) {
        return person.delete("/v1/workflows/" + workflow + "/collaborators/" + user);
    }

    @Test
    void collaboratorsEditTogetherWithTheOwner() {
        try (var house = House.on(database)) {
            var alice = house.pankou().user();
            var bob = house.pankou().user();
            var carol = house.pankou().user();
            var stranger = house.pankou().user();
            house.join(alice.personalWorkspace(), bob);
            house.join(alice.personalWorkspace(), carol);
            var workflow = create(alice, Map.of());
            var bobId = Flows.id(bob);

            // a member looks on
            assertThat(detail(bob, workflow).get("may_edit").booleanValue()).isFalse();
            for (var refused : List.of(
                    save(bob, workflow, canvas("rows.json"), 1),
                    bob.put(AT + "/" + workflow, Map.of("name", "taken")),
                    publish(bob, workflow, "v0.0.1"),
                    bob.post(AT + "/" + workflow + "/unpublish"),
                    bob.post(AT + "/" + workflow + "/versions/v0.0.1/restore"),
                    bob.delete(AT + "/" + workflow),
                    toggle(bob, workflow, "collaboration"),
                    add(bob, workflow, bobId),
                    remove(bob, workflow, bobId))) {
                assertThat(refused.code()).as(refused.text()).isEqualTo(4101);
            }

            assertThat(add(alice, workflow, bobId).msg()).contains("is not in collaboration mode");
            assertThat(toggle(alice, workflow, "collaboration").code()).isZero();
            assertThat(add(alice, workflow, Flows.id(alice)).msg()).contains("is the owner");
            assertThat(add(alice, workflow, Flows.id(stranger)).msg()).contains("is no member of the workspace");
            assertThat(add(alice, workflow, "17").msg()).contains("is no member of the workspace");
            assertThat(remove(alice, workflow, bobId).msg()).contains("is no collaborator");
            assertThat(add(alice, workflow, bobId).code()).isZero();
            assertThat(add(alice, workflow, bobId).code()).as("again").isZero();
            assertThat(text(detail(bob, workflow).get("collaborators").get(0), "id")).isEqualTo(bobId);

            // now a collaborator
            assertThat(save(bob, workflow, canvas("absent.json"), 1).code()).isZero();
            assertThat(publish(bob, workflow, "v0.0.1").code()).isZero();
            assertThat(add(bob, workflow, Flows.id(carol)).code()).isZero();
            assertThat(remove(carol, workflow, Flows.id(carol)).code()).isZero();
            for (var refused : List.of(bob.delete(AT + "/" + workflow), toggle(bob, workflow, "single"),
                    save(carol, workflow, canvas("rows.json"), 2))) {
                assertThat(refused.code()).as(refused.text()).isEqualTo(4101);
            }

            assertThat(toggle(alice, workflow, "single").msg())
                    .contains("field collaboration_mode", "remove all collaborators before going back to single");
            assertThat(remove(alice, workflow, bobId).code()).isZero();
            assertThat(toggle(alice, workflow, "single").code()).isZero();
            assertThat(save(bob, workflow, canvas("rows.json"), 2).code()).isEqualTo(4101);
        }
    }

    @Test
    void oneCollaboratorACallAndTwoModes() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());
        var one = Map.of("user_id", "1");
        var at = "/v1/workflows/" + workflow + "/collaborators";

        assertThat(alice.post(at, Map.of("collaborators", List.of(one, one))).msg()).contains("field collaborators", "1 to 1 entries");
        assertThat(alice.post(at, Map.of("collaborators", List.of())).msg()).contains("field collaborators");
        assertThat(alice.post(at, Map.of()).msg()).isEqualTo("field collaborators is invalid: is required");
        assertThat(alice.post(at, Map.of("collaborators", List.of(Map.of()))).msg()).contains("collaborators[0].user_id");
        assertThat(toggle(alice, workflow, "many").msg()).contains("must be one of single, collaboration");
        assertThat(alice.post("/v1/workflows/" + workflow + "/collaboration_mode", Map.of()).msg()).contains("is required");
        assertThat(toggle(alice, create(alice, Map.of("app_id", "5")), "collaboration").msg()).contains("of an app");
    }

    @Test
    void foreignersSeeNothing() {
        var workflow = create(Pankou.on(database).user(), Map.of());
        var mallory = Pankou.on(database).user();

        assertThat(toggle(mallory, workflow, "collaboration").code()).isEqualTo(4200);
        assertThat(add(mallory, workflow, Flows.id(mallory)).code()).isEqualTo(4200);
        assertThat(remove(mallory, workflow, Flows.id(mallory)).code()).isEqualTo(4200);
    }
}
