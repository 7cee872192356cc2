package dev.pankou.workflow.node;

import static dev.pankou.workflow.node.Stage.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.node.Outcome.Ask;
import dev.pankou.workflow.node.Outcome.Kind;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InputTest {
    private static final String SCHEMA = "[{\"type\":\"string\",\"name\":\"name\",\"required\":true},{\"type\":\"integer\",\"name\":\"age\"},"
            + "{\"type\":\"object\",\"name\":\"more\",\"schema\":[{\"type\":\"boolean\",\"name\":\"vip\"}]}]";
    private static final String PICTURE = "[{\"type\":\"string\",\"name\":\"img\",\"required\":true,\"assistType\":2}]";

    private static Stage input(String schema) {
        return Stage.of(NodeType.INPUT, "{\"inputs\":{\"outputSchema\":" + schema + "}}");
    }

    private static Stage replied(String schema, String... replies) {
        var stage = input(quoted(schema));
        for (var reply : replies) {
            stage.round("", reply);
        }
        return stage;
    }

    @Test
    void asksForTheFieldsOfItsSchema() {
        var ask = new Ask(Kind.INPUT, "", List.of(), Type.ObjectType.ofVariables(Json.tree(SCHEMA)), SCHEMA);

        assertThat(input(quoted(SCHEMA)).play()).isEqualTo(ask);
        assertThat(input(SCHEMA).play()).isEqualTo(ask);
        assertThat(replied(SCHEMA, "what?").play()).isEqualTo(ask);
        assertThat(replied(SCHEMA, "what?", "{}").play()).isEqualTo(ask);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"name\":\"小明\",\"age\":\"7\",\"more\":\"{\\\"vip\\\":\\\"true\\\"}\",\"x\":1} | {\"name\":\"小明\",\"age\":7,\"more\":{\"vip\":true}}",
        "{\"name\":5} | {\"name\":\"5\",\"age\":null,\"more\":{\"vip\":null}}",
        "{\"name\":null} | {\"name\":null,\"age\":null,\"more\":{\"vip\":null}}",
        "{\"input\":\"{\\\"name\\\":\\\"a\\\"}\"} | {\"name\":\"a\",\"age\":null,\"more\":{\"vip\":null}}",
        "{\"input\":{\"name\":\"a\"}} | {\"name\":\"a\",\"age\":null,\"more\":{\"vip\":null}}",
        "{\"input\":\"name:a\\nage:7\"} | {\"name\":\"a\",\"age\":7,\"more\":{\"vip\":null}}",
        "name:小明~ age : 7 | {\"name\":\"小明\",\"age\":7,\"more\":{\"vip\":null}}",
        "Hello~name：a: b~and c~age:7~ | {\"name\":\"a: b\\nand c\",\"age\":7,\"more\":{\"vip\":null}}",
        "more:{\"vip\":\"1\"}~name: | {\"more\":{\"vip\":true},\"name\":\"\",\"age\":null}"
    })
    void readsAReplyInEveryForm(String reply, String values) {
        assertThat(Values.json(replied(SCHEMA, reply.replace('~', '\n')).done().outputs())).isEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"img\":\"{\\\"file_id\\\":\\\"75\\\"}\"}", "{\"img\":{\"file_id\":\"75\"}}", "{\"file_id\":\"75\"}", "{\"file_id\":75}",
        "{\"input\":\"{\\\"file_id\\\":\\\"75\\\"}\"}", "img:{\"file_id\":\"75\"}"
    })
    void takesAFileByItsIdAlone(String reply) {
        assertThat(replied(PICTURE, reply).done().outputs()).containsEntry("img", "{\"file_id\":\"75\"}");
    }

    @Test
    void takesNoFileByItsIdAloneWhenTwoAreAskedFor() {
        var two = PICTURE.replace("]", ",{\"type\":\"string\",\"name\":\"doc\",\"assistType\":3}]");

        assertThat(replied(two, "{\"file_id\":\"75\"}").play()).isInstanceOf(Ask.class);
        assertThat(replied(two.replace("3", "0"), "{\"file_id\":\"75\"}").done().outputs()).containsEntry("img", "{\"file_id\":\"75\"}");
    }

    @Test
    void keepsAFieldThatIsCalledLikeTheWrapper() {
        var schema = "[{\"type\":\"object\",\"name\":\"input\",\"schema\":[{\"type\":\"string\",\"name\":\"name\"}]}]";

        assertThat(Values.json(replied(schema, "{\"input\":\"{\\\"name\\\":\\\"x\\\"}\"}").done().outputs()))
                .isEqualTo("{\"input\":{\"name\":\"x\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "what?", "[]", "\"name\"", "5", "{", "{}", "{\"age\":1}", "{\"name\":\"a\",\"age\":\"old\"}", "{\"name\":\"a\",\"more\":5}",
        "age:7", "name:a\nage:old", "{\"input\":\"{\\\"input\\\":\\\"name:a\\\"}\"}"
    })
    void asksThreeTimesAndThenFails(String reply) {
        assertThat(replied(SCHEMA, reply, reply).play()).isInstanceOf(Ask.class);
        assertThatThrownBy(replied(SCHEMA, reply, reply, reply)::play)
                .isInstanceOfSatisfying(NodeException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(NodeException.EXECUTION);
                    assertThat(failed.text()).startsWith("no reply fitted, of 3: ");
                });
    }

    @Test
    void goesOnWhenTheThirdReplyFits() {
        assertThat(replied(SCHEMA, "x", "y", "{\"name\":\"a\"}").done().outputs()).containsEntry("name", "a");
    }

    @Test
    void survivesHostileReplies() {
        var deep = "{\"more\":".repeat(100_000) + "1" + "}".repeat(100_000);
        var lines = "name:" + "x\n:".repeat(300_000);

        assertThat(replied(SCHEMA, deep).play()).isInstanceOf(Ask.class);
        assertThat(replied(SCHEMA, lines).done().outputs()).containsKey("name");
    }

    @Test
    void refusesASchemaThatIsNone() {
        assertThatThrownBy(input("null")::work).isInstanceOf(CompileException.class).hasMessage("\"节点 🎭\": inputs.outputSchema is not set");
        assertThatThrownBy(input("\" \"")::work).hasMessage("\"节点 🎭\": inputs.outputSchema is not set");
        assertThatThrownBy(input("\"{\"")::work).hasMessage("\"节点 🎭\": inputs.outputSchema is not one of JSON array");
        assertThatThrownBy(input("\"[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"matrix\\\"}]\"")::work)
                .isInstanceOf(CompileException.class)
                .hasMessage("inputs.outputSchema: unknown type \"matrix\"");
    }
}
