package dev.pankou.workflow.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TypeTest {
    @ParameterizedTest
    @CsvSource({
        "string,0,STRING,string", "string,10000,TIME,time", "string,1,FILE,file", "string,2,IMAGE,image", "string,3,DOC,doc",
        "string,4,CODE,code", "string,5,PPT,ppt", "string,6,TXT,txt", "string,7,EXCEL,excel", "string,8,AUDIO,audio",
        "string,9,ZIP,zip", "string,10,VIDEO,video", "string,11,SVG,svg", "string,12,VOICE,voice", "string,77,STRING,string",
        "integer,0,INTEGER,integer", "float,0,FLOAT,number", "number,0,FLOAT,number", "boolean,0,BOOLEAN,boolean",
        "time,0,TIME,time", "image,0,IMAGE,image"
    })
    void readsScalars(String type, int assistType, Type.Scalar expected, String apiName) {
        var read = Type.of(Json.object().put("type", type).put("assistType", assistType));

        assertThat(read).isSameAs(expected);
        assertThat(read.apiName()).isEqualTo(apiName);
    }

    @Test
    void readsWhatACanvasDeclares() {
        var outputs = Type.ObjectType.ofVariables(Json.tree("""
                [{"type":"string","name":"USER_INPUT","required":true,"description":"问题"},
                 {"type":"integer","name":"n","defaultValue":"5","assistType":null,"schema":null},
                 {"type":"list","name":"images","schema":{"type":"string","assistType":2}},
                 {"type":"list","name":"rows","schema":{"type":"object","schema":[{"type":"float","name":"score"}]}},
                 {"type":"object","name":"free","schema":[]},
                 {"type":"object","name":"errorBody","readOnly":true,"schema":[{"type":"string","name":"errorMessage"}]},
                 {"type":"boolean","name":"stale","input":{}}]
                """));

        assertThat(outputs.fields().values())
                .containsExactly(
                        new Variable("USER_INPUT", Type.Scalar.STRING, true, "问题", null, false),
                        new Variable("n", Type.Scalar.INTEGER, false, null, "5", false),
                        Variable.of("images", new Type.ListType(Type.Scalar.IMAGE)),
                        Variable.of(
                                "rows",
                                new Type.ListType(
                                        Type.ObjectType.of(List.of(Variable.of("score", Type.Scalar.FLOAT))))),
                        Variable.of("free", Type.ObjectType.FREE_FORM),
                        new Variable(
                                "errorBody",
                                Type.ObjectType.of(List.of(Variable.of("errorMessage", Type.Scalar.STRING))),
                                false, null, null, true),
                        Variable.of("stale", Type.Scalar.BOOLEAN));
        assertThat(Type.ObjectType.ofVariables(Type.variables(outputs))).isEqualTo(outputs);
    }

    @Test
    void readsParamsWhereAnObjectIsBuiltFromThem() {
        var type = Type.of(Json.tree("""
                {"type":"object","schema":[{"name":"a","input":{"type":"integer","value":{"type":"literal","content":"1"}}},
                 {"name":"b","input":{"type":"object","schema":[{"name":"c","input":{"type":"string","assistType":1}}],
                  "value":{"type":"object_ref"}}}]}
                """));

        assertThat(type).isEqualTo(Type.ObjectType.of(List.of(
                Variable.of("a", Type.Scalar.INTEGER),
                Variable.of("b", Type.ObjectType.of(List.of(Variable.of("c", Type.Scalar.FILE)))))));
    }

    @Test
    void readsSchemasInTheirOtherForms() {
        var score = Type.ObjectType.of(List.of(Variable.of("score", Type.Scalar.FLOAT)));

        assertThat(Type.of(Json.tree("{\"type\":\"list\",\"schema\":[{\"type\":\"float\",\"name\":\"score\"}]}")))
                .isEqualTo(new Type.ListType(score));
        assertThat(Type.of(Json.tree("{\"type\":\"list\",\"schema\":[{\"type\":\"integer\"}]}")))
                .isEqualTo(new Type.ListType(Type.Scalar.INTEGER));
        assertThat(Type.of(Json.tree("{\"type\":\"list\"}"))).isEqualTo(new Type.ListType(null));
        assertThat(Type.of(Json.tree(
                        "{\"type\":\"object\",\"schema\":{\"schema\":[{\"type\":\"float\",\"name\":\"score\"}]}}")))
                .isEqualTo(score);
        assertThat(Type.ObjectType.ofVariables(Json.tree("null"))).isEqualTo(Type.ObjectType.FREE_FORM);
    }

    @Test
    void keepsTheFirstOfTwoFieldsWithOneName() {
        var type = Type.ObjectType.of(
                List.of(Variable.of("a", Type.Scalar.STRING), Variable.of("a", Type.Scalar.FLOAT)));

        assertThat(type.fields().values()).containsExactly(Variable.of("a", Type.Scalar.STRING));
    }

    @Test
    void refusesTypesThatCannotBe() {
        var deep = Json.tree("{\"type\":\"list\",\"schema\":".repeat(64) + "{\"type\":\"string\"}" + "}".repeat(64));

        assertThatThrownBy(() -> Type.of(Json.tree("{\"type\":\"bytes\"}"))).hasMessage("unknown type \"bytes\"");
        assertThatThrownBy(() -> Type.of(Json.tree("{}"))).hasMessage("a type is missing");
        assertThatThrownBy(() -> Type.of(Json.tree("[]"))).hasMessage("a type is missing");
        assertThatThrownBy(() -> Type.of(deep))
                .isInstanceOfSatisfying(ValueException.class, refused -> assertThat(refused.code()).isEqualTo(720702089))
                .hasMessage("a type is nested deeper than 64 levels");
    }

    @Test
    void writesVariablesAsACanvasHasThem() {
        var variable = new Variable("rows", new Type.ListType(Type.Scalar.IMAGE), true, "d", List.of("u"), true);

        assertThat(variable.toJson()).isEqualTo(Json.tree("""
                {"type":"list","schema":{"type":"string","assistType":2},"name":"rows","required":true,"description":"d",
                 "defaultValue":["u"],"readOnly":true}
                """));
        assertThat(Variable.of(variable.toJson())).isEqualTo(variable);
        assertThat(Variable.of(Json.tree("{\"name\":\"p\",\"input\":{\"type\":\"float\"}}")))
                .isEqualTo(Variable.of("p", Type.Scalar.FLOAT));
        assertThat(Type.ObjectType.FREE_FORM.toJson()).isEqualTo(Json.tree("{\"type\":\"object\",\"schema\":[]}"));
    }
}
