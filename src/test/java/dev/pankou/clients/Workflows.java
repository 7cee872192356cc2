package dev.pankou.clients;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.engine.Canvases.refList;

import dev.pankou.json.Json;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.Person;
import dev.pankou.workflow.engine.Canvases;

/** The workflows that every client runs. */
final class Workflows {
    private static final String CITY = "[{\"name\":\"city\",\"type\":\"string\",\"required\":true}]";
    private static final String ANSWER = "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]";
    private static final String FORM = "[{\"name\":\"city\",\"type\":\"string\",\"required\":true}"
            + ",{\"name\":\"days\",\"type\":\"integer\"}]";

    private Workflows() {}

    /** Its id, published in the personal workspace. */
    static String published(Person person, Canvases canvas) {
        return person.publishedWorkflow("天气 🌦", "workflow", canvas.json());
    }

    /** Gives back what it is given: a text, a number, a list and an object. */
    static Canvases echo() {
        return new Canvases()
                .start("""
                        [{"name": "city", "type": "string", "required": true},
                         {"name": "days", "type": "integer"},
                         {"name": "tags", "type": "list", "schema": {"type": "string"}},
                         {"name": "place", "type": "object", "schema": [{"name": "lat", "type": "float"}]}]
                        """)
                .end(params(
                        "city", ref("string", START, "city"),
                        "days", ref("integer", START, "days"),
                        "tags", refList("string", START, "tags"),
                        "place", ref("object", START, "place")))
                .chain(START, END);
    }

    /** An output node, then a model whose words stream out of End. */
    static Canvases speaking(Person person, FakeModel fake) {
        return speaking(person.pankou().root().model(fake));
    }

    /** As {@link #speaking(Person, FakeModel)}. @param model id of the model */
    static Canvases speaking(String model) {
        return new Canvases()
                .start(CITY)
                .output("140", "看 {{c}}", false, params("c", ref("string", START, "city")))
                .node(
                        "130",
                        "3",
                        "Think",
                        "{\"inputParameters\":" + params("c", ref("string", START, "city")) + ",\"llmParam\":"
                                + params(
                                        "modelType", literal("string", model),
                                        "prompt", literal("string", "{{c}}"),
                                        "responseFormat", literal("integer", "0"))
                                + "}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .answer("天气：{{o}}", true, params("o", ref("string", "130", "output")))
                .chain(START, "140", "130", END);
    }

    /** Asks which city, and gives back the reply. */
    static Canvases asking() {
        return new Canvases()
                .start("[]")
                .node("120", "18", "Question", "{\"question\":\"哪座城市？\",\"answer_type\":\"text\"}", ANSWER)
                .end(params("city", ref("string", "120", "USER_RESPONSE")))
                .chain(START, "120", END);
    }

    /** Waits for fields, and gives one of them back. */
    static Canvases form() {
        return new Canvases()
                .start("[]")
                .node("125", "30", "Input", "{\"outputSchema\":" + Json.text(FORM) + "}", FORM)
                .end(params("city", ref("string", "125", "city")))
                .chain(START, "125", END);
    }

    /** Fails at a node that reads JSON. */
    static Canvases broken() {
        return new Canvases()
                .start("[]")
                .node("150", "59", "Parse", "{\"inputParameters\":" + params("input", literal("string", "{")) + "}",
                        "[{\"name\":\"output\",\"type\":\"object\"}]")
                .end("[]")
                .chain(START, "150", END);
    }
}
