package dev.pankou.workflow.run;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.run.RunSteps.body;
import static dev.pankou.workflow.run.RunSteps.published;
import static dev.pankou.workflow.run.RunSteps.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.workflow.engine.Canvases;

@ParameterizedClass
@EnumSource(Database.class)
record RunFilesTest(Database database) {
    private static final byte[] DOT = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final String PHOTO = "[{\"name\":\"photo\",\"type\":\"string\",\"assistType\":2}]";

    private static String image(String node, String name) {
        var input = (tools.jackson.databind.node.ObjectNode) Json.tree(ref("string", node, name));
        return Json.text(input.put("assistType", 2));
    }

    @Test
    void putsAnAddressInPlaceOfAFileIdThatOnlyItsKnowersCanUse() {
        var person = Pankou.on(database).user();
        var file = person.upload("猫 1.png", DOT);
        var workflow = published(
                person, new Canvases().start(PHOTO).end(params("url", image(START, "photo"))).chain(START, END));

        var answer = run(person, workflow, Map.of("photo", "{\"file_id\":\"" + file + "\"}"));
        var url = Json.tree(answer.get("data").stringValue()).get("url").stringValue();
        assertThat(url).startsWith(person.pankou().address() + "/files/" + file + "/");
        var nobody = person.pankou().with("");
        var path = URI.create(url).getRawPath() + "?" + URI.create(url).getRawQuery();

        var fetched = nobody.get(path);
        assertThat(fetched.status()).isEqualTo(200);
        assertThat(fetched.http().headers().firstValue("content-type")).hasValue("image/png");
        assertThat(fetched.http().headers().firstValue("content-disposition").orElse("")).startsWith("attachment");
        assertThat(nobody.get(path.replaceFirst("sign=.", "sign=x")).status()).isEqualTo(404);
        assertThat(nobody.get(path.replaceFirst("\\?.*", "")).code()).isEqualTo(4000);
    }

    @Test
    void refusesAFileThatIsNotTheCallers() {
        var person = Pankou.on(database).user();
        var file = Pankou.on(database).user().upload("a.png", DOT);
        var workflow = published(
                person, new Canvases().start(PHOTO).end(params("url", image(START, "photo"))).chain(START, END));

        var refused = person.post("/v1/workflow/run", body(workflow, Map.of("photo", Map.of("file_id", file))));

        assertThat(refused.code()).isEqualTo(4000);
        assertThat(refused.msg()).isEqualTo("field parameters.photo is invalid: file " + file + " does not exist or is not yours");
    }

    @Test
    void handsAModelTheImageItselfAndTakesTheNameOffAnAddress() {
        var person = Pankou.on(database).user();
        var file = person.upload("a.png", DOT);
        try (var fake = FakeModel.start()) {
            fake.byDefault(request -> FakeModelReply.answer().text("a dot").usage(1, 1));
            var model = person.pankou().root().model(fake);
            var workflow = published(
                    person,
                    new Canvases()
                            .start(PHOTO)
                            .node(
                                    "130",
                                    "3",
                                    "Look",
                                    "{\"inputParameters\":" + params("p", image(START, "photo")) + ",\"llmParam\":"
                                            + params(
                                                    "modelType", literal("string", model),
                                                    "prompt", literal("string", "What is {{p}}?"))
                                            + "}",
                                    "[{\"name\":\"output\",\"type\":\"string\"}]")
                            .end(params("o", ref("string", "130", "output"), "u", image(START, "photo")))
                            .chain(START, "130", END));

            run(person, workflow, Map.of("photo", Map.of("file_id", file)));
            assertThat(fake.lastRequest().body().toString())
                    .contains("data:image/png;base64," + Base64.getEncoder().encodeToString(DOT));

            var other = run(person, workflow, Map.of("photo", "https://img.example/a.png?x-wf-file_name=cat.png&v=2"));
            assertThat(other.get("data").stringValue()).isEqualTo("{\"o\":\"a dot\",\"u\":\"https://img.example/a.png?v=2\"}");
        }
    }
}
