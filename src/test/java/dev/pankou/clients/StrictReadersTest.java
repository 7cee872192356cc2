package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The judges judged: {@link Schema} and {@link PythonRules} find what they are there to find. */
final class StrictReadersTest {
    private static final Schema SCHEMA = Schema.of("""
            {"components": {"schemas": {
              "Thing": {"type": "object", "required": ["id"], "absent": ["data"], "properties": {
                "id": {"type": "string", "pattern": "[0-9]+"},
                "count": {"type": "integer"},
                "kind": {"type": "string", "enum": ["a", "b"]},
                "tags": {"type": "array", "items": {"type": "string"}},
                "pairs": {"type": "object", "additionalProperties": {"type": "string"}},
                "child": {"$ref": "#/components/schemas/Thing"}}}}}}
            """);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'1'}",
                "{'id':'1','other':[1]}",
                "{'id':'1','count':null,'child':null}",
                "{'id':'1','count':9007199254740993,'kind':'b','tags':[],'pairs':{'票':'A'},'child':{'id':'2'}}"
            })
    void acceptsWhatFits(String json) {
        assertThat(SCHEMA.problemsOf("Thing", Json.tree(json.replace('\'', '"')))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|$ must be of type object, not ARRAY",
                "{}|$.id is missing",
                "{'id':null}|$.id is missing",
                "{'id':1}|$.id must be of type string, not NUMBER",
                "{'id':'x'}|$.id must match [0-9]+",
                "{'id':'1','data':null}|$.data must not be there",
                "{'id':'1','count':'1'}|$.count must be of type integer, not STRING",
                "{'id':'1','count':1.5}|$.count must be of type integer, not NUMBER",
                "{'id':'1','kind':'c'}|$.kind must be one of [\"a\",\"b\"], not \"c\"",
                "{'id':'1','tags':['a',1]}|$.tags[1] must be of type string, not NUMBER",
                "{'id':'1','pairs':{'k':1}}|$.pairs.k must be of type string, not NUMBER",
                "{'id':'1','child':{}}|$.child.id is missing"
            })
    void namesWhatDoesNotFit(String json, String problem) {
        assertThat(SCHEMA.problemsOf("Thing", Json.tree(json.replace('\'', '"')))).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ": ping\n\nevent:done\ndata:\"[DONE]\"\n\n",
                "id:1\nevent:done\ndata:\"[DONE]\"\n\n",
                "retry:1\n\nevent:done\ndata:\"[DONE]\"\n\n",
                "event:done\ndata:\"[DONE]\"\ndata:x\n\n",
                "event:done\ndata:[DONE]\n\n",
                "event:done\ndata:\"[DONE]\"",
                "event:ping\ndata:{}\n\n",
                "event:error\ndata:{\"code\":1,\"msg\":\"x\"}\n\n",
                "event:conversation.chat.created\ndata:{\"id\":1,\"conversation_id\":\"2\"}\n\n",
                "event:conversation.message.delta\ndata:{\"role\":\"assistant\",\"content\":\"\"}\n\n"
            })
    void refusesAStreamThePythonClientBreaksOn(String body) {
        assertThatThrownBy(() -> PythonRules.events(body)).isInstanceOf(AssertionError.class);
    }

    @Test
    void readsAStreamThePythonClientReads() {
        var events = PythonRules.events("\n\nevent: conversation.chat.created\n\n"
                + "data: {\"id\":\"1\",\"conversation_id\":\"2\"}\n\nevent:done\ndata:\"[DONE]\"\n\n");

        assertThat(events).extracting(event -> event.event()).containsExactly("conversation.chat.created", "done");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event:Done\ndata:{}\n\n",
                "id:x\nevent:Done\ndata:{}\n\n",
                "event:Done\nid:0\ndata:{}\n\n",
                ": ping\n\nid:0\nevent:Done\ndata:{}\n\n",
                "id:0\nevent:Done\ndata:{}",
                "id:0\nevent:Done\ndata:\"[DONE]\"\n\n",
                "id:0\nevent:Finish\ndata:{}\n\n",
                "id:0\nevent:Interrupt\ndata:{\"interrupt_data\":{\"event_id\":\"1/2\",\"type\":2}}\n\n",
                "id:0\nevent:Error\ndata:{\"error_code\":\"1\",\"error_message\":\"x\"}\n\n",
                "id:0\nevent:Message\ndata:{\"content\":\"\",\"node_title\":\"\",\"node_seq_id\":0,\"node_is_finish\":true}\n\n"
            })
    void refusesAStreamOfARunThatAClientBreaksOn(String body) {
        assertThatThrownBy(() -> PythonRules.runEvents(body)).isInstanceOf(AssertionError.class);
    }
}
