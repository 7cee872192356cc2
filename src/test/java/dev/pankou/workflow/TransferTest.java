package dev.pankou.workflow;

import static dev.pankou.workflow.Flows.AT;
import static dev.pankou.workflow.Flows.canvas;
import static dev.pankou.workflow.Flows.create;
import static dev.pankou.workflow.Flows.detail;
import static dev.pankou.workflow.Flows.publish;
import static dev.pankou.workflow.Flows.save;
import static dev.pankou.workflow.Flows.text;
import static dev.pankou.workflow.Flows.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Database.class)
record TransferTest(Database database) {
    private static Pankou.Reply load(Person person, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.putIfAbsent("workspace_id", person.personalWorkspace());
        return person.post(AT + "/import", body);
    }

    private static JsonNode export(Person person, String workflow, String query) {
        return person.get(AT + "/" + workflow + "/export?" + query).data();
    }

    /** What the report says about something: {@code kind what foreign_id}. */
    private static List<String> lines(JsonNode imported) {
        var lines = new ArrayList<String>();
        imported.get("report").forEach(entry -> lines.add(
                text(entry, "kind") + " " + text(entry, "what") + " " + entry.path("foreign_id").asString("-")));
        return lines;
    }

    @Test
    void everyEnvelopeThatIsExportedIsImportedAsTheSameCanvas() {
        var alice = Pankou.on(database).user();
        var original = create(alice, Map.of("workflow_mode", "chatflow"));
        var drawn = canvas("support.json");
        save(alice, original, drawn);
        publish(alice, original, "v0.0.1").data();
        save(alice, original, canvas("rows.json"));

        var canvas = export(alice, original, "format=canvas&version=v0.0.1");
        var flow = export(alice, original, "format=flow&version=v0.0.1");
        var clipboard = export(alice, original, "format=clipboard&version=v0.0.1");

        assertThat(text(canvas, "file_name")).isEqualTo("coze-workflow-" + original + ".json");
        assertThat(text(flow, "file_name")).isEqualTo("coze-workflow-" + original + ".flow");
        assertThat(text(flow.get("content"), "type")).isEqualTo("coze-workflow-export-data");
        assertThat(flow.get("content").get("source").get("flowMode").intValue()).isEqualTo(3);
        assertThat(text(flow.get("content").get("source"), "host")).startsWith("127.0.0.1:");
        assertThat(text(clipboard.get("content"), "type")).isEqualTo("coze-workflow-clipboard-data");
        for (var content : List.of(canvas.get("content"), flow.get("content"))) {
            for (Object form : List.of(content, Json.text(content), Json.text(Json.text(content)))) {
                var imported = load(alice, Map.of("name", "再来", "canvas", form, "workflow_mode", "chatflow")).data();
                var seen = detail(alice, text(imported, "workflow_id")).get("canvas");
                assertThat(seen.get("nodes")).isEqualTo(drawn.get("nodes"));
                assertThat(seen.get("edges")).isEqualTo(drawn.get("edges"));
                assertThat(imported.get("faults")).isEqualTo(detail(alice, text(imported, "workflow_id")).get("faults"));
            }
        }
        var ofFlow = load(alice, Map.of("name", "模式", "canvas", flow.get("content"))).data();
        assertThat(text(detail(alice, text(ofFlow, "workflow_id")), "workflow_mode")).as("told by the file").isEqualTo("chatflow");
        var pasted = load(alice, Map.of("name", "粘贴", "canvas", clipboard.get("content"))).data();
        assertThat(Flows.codes(pasted.get("faults"))).contains("start_missing", "end_missing");
        var two = export(alice, original, "format=clipboard&version=v0.0.1&node_ids=110001,110002");
        assertThat(texts(two.get("content").get("json").get("nodes"), "id")).containsExactly("110001", "110002");
        assertThat(export(alice, original, "").get("content")).as("the draft").isEqualTo(canvas("rows.json"));
        assertThat(alice.get(AT + "/" + original + "/export?format=svg").msg()).contains("field format");
        assertThat(alice.get(AT + "/" + original + "/export?version=v8.0.0").code()).isEqualTo(4200);
    }

    @Test
    void theReportNamesAllThatIsNotHere() {
        var alice = Pankou.on(database).user();

        var support = load(alice, Map.of("name", "客服", "workflow_mode", "chatflow", "canvas", canvas("support.json"))).data();
        var rows = load(alice, Map.of("name", "行", "canvas", canvas("rows.json"))).data();
        var absent = load(alice, Map.of("name", "未来", "canvas", canvas("absent.json"))).data();

        assertThat(lines(support)).contains(
                "emulated model 61010", "emulated model 61011", "missing knowledge 7400000000000000001",
                "missing knowledge 7400000000000000002", "missing knowledge 7400000000000000003",
                "missing plugin 7500000000000000010", "missing tool 7500000000000000011",
                "missing workflow 7600000000000000020");
        assertThat(lines(rows)).contains(
                "missing workflow 7600000000000000021", "missing knowledge 7400000000000000004",
                "missing database 7700000000000000031");
        assertThat(lines(absent)).contains("missing node_type 16", "missing node_type 36", "unknown node_type 9901");
        assertThat(support.get("report")).allSatisfy(entry -> {
            assertThat(text(entry, "en")).isNotEmpty();
            assertThat(text(entry, "zh")).isNotEmpty();
            assertThat(text(entry, "node_id")).isNotEmpty();
            assertThat(text(entry, "node_title")).isNotEmpty();
        });
        assertThat(detail(alice, text(rows, "workflow_id")).get("canvas")).isEqualTo(canvas("rows.json"));
        assertThat(publish(alice, text(absent, "workflow_id"), "v0.0.1").code()).as("nothing was reached yet").isZero();
    }

    @Test
    void idsAreAppliedEverywhereToTextsAndNumbersAlike() {
        var alice = Pankou.on(database).user();
        var tool = Flows.published(alice);
        var ids = Map.of(
                "61010", "1", "61011", "1", "7400000000000000001", "41", "7400000000000000003", "43",
                "7500000000000000010", "510", "7500000000000000011", "511", "7600000000000000020", tool);

        var imported = load(alice, Map.of(
                        "name", "客服", "workflow_mode", "chatflow", "canvas", Json.text(canvas("support.json")), "ids", ids))
                .data();

        assertThat(lines(imported)).contains("mapped model 61010", "mapped model 61011", "mapped knowledge 7400000000000000001",
                        "missing knowledge 7400000000000000002", "mapped plugin 7500000000000000010",
                        "mapped tool 7500000000000000011", "mapped workflow 7600000000000000020")
                .noneMatch(line -> line.startsWith("emulated"));
        var seen = Json.text(detail(alice, text(imported, "workflow_id")).get("canvas"));
        assertThat(seen).doesNotContain("61010", "61011", "7400000000000000001", "7500000000000000010", "7600000000000000020")
                .contains("\"modelType\":1,", "\"modelType\":\"1\"", "[\"41\",\"7400000000000000002\"]",
                        "\\\"modelType\\\":1,", "\"plugin_id\":\"510\"", "\"api_id\":\"511\"",
                        "\"workflow_id\":\"" + tool + "\"");
        assertThat(texts(alice.get(AT + "/" + tool + "/references").data().get("workflows"), "workflow_id"))
                .containsExactly(text(imported, "workflow_id"));

        var rows = load(alice, Map.of("name", "行", "canvas", canvas("rows.json"), "ids",
                        Map.of("7400000000000000004", 44, "7700000000000000031", "31")))
                .data();
        assertThat(lines(rows)).contains("mapped knowledge 7400000000000000004", "mapped database 7700000000000000031");
        assertThat(Json.text(detail(alice, text(rows, "workflow_id")).get("canvas"))).contains("\"[\\\"44\\\"]\"", "[\"44\"]");
    }

    @Test
    void aWorkflowThatIsHereNeedsNoMapping() {
        var alice = Pankou.on(database).user();
        var ours = Flows.published(alice);
        var foreign = Flows.published(Pankou.on(database).user());

        assertThat(lines(load(alice, Map.of("name", "n", "canvas", Flows.calling(ours, "", 0))).data())).isEmpty();
        assertThat(lines(load(alice, Map.of("name", "n", "canvas", Flows.calling(foreign, "", 0))).data()))
                .containsExactly("missing workflow " + foreign);
    }

    @Test
    void theZipOfTheHostedProductBringsItsSubWorkflows() {
        var alice = Pankou.on(database).user();
        var zip = Base64.getEncoder().encodeToString(zip());

        var imported = load(alice, Map.of("file", zip)).data();

        var subs = imported.get("sub_workflows");
        assertThat(texts(subs, "foreign_id")).containsExactly("7002");
        var main = detail(alice, text(imported, "workflow_id"));
        assertThat(text(main.get("workflow_detail"), "workflow_name")).isEqualTo("weather_main");
        assertThat(text(main.get("workflow_detail"), "description")).isEqualTo("查天气");
        assertThat(imported.get("report").toString()).as("listed in the manifest, not in the ZIP").contains("lost");
        var sub = subs.get(0);
        assertThat(detail(alice, text(sub, "workflow_id")).get("canvas").get("nodes").size()).isPositive();
        assertThat(lines(imported)).contains("mapped workflow 7002").noneMatch(line -> line.startsWith("missing"));
        assertThat(Json.text(main.get("canvas"))).contains(
                "\"workflowId\":\"" + text(sub, "workflow_id") + "\"", "\"workflowId\":" + text(sub, "workflow_id"));
        assertThat(texts(alice.get(AT + "/" + text(sub, "workflow_id") + "/references").data().get("workflows"), "workflow_id"))
                .containsExactly(text(imported, "workflow_id"));
    }

    /** As curl -F sends it. */
    private static Pankou.Reply form(Person person, byte[] file, Map<String, String> fields) {
        var body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> body.writeBytes(
                ("--grenze\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
        body.writeBytes("--grenze\r\nContent-Disposition: form-data; name=\"file\"; filename=\"流程.zip\"\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes("\r\n--grenze--\r\n".getBytes(StandardCharsets.UTF_8));
        return person.bytes(
                "POST", AT + "/import", body.toByteArray(), Map.of("Content-Type", "multipart/form-data; boundary=grenze"));
    }

    @Test
    void aFileIsTakenFromAFormToo() {
        var alice = Pankou.on(database).user();
        var tool = Flows.published(alice);

        var zipped = form(alice, zip(), Map.of("workspace_id", alice.personalWorkspace())).data();
        var mapped = form(
                        alice,
                        Json.bytes(canvas("support.json")),
                        Map.of(
                                "workspace_id", alice.personalWorkspace(),
                                "name", "{客服",
                                "workflow_mode", "chatflow",
                                "ids", "{\"7600000000000000020\":\"" + tool + "\"}"))
                .data();

        assertThat(texts(zipped.get("sub_workflows"), "foreign_id")).containsExactly("7002");
        assertThat(lines(mapped)).contains("mapped workflow 7600000000000000020", "missing knowledge 7400000000000000001");
        assertThat(text(detail(alice, text(mapped, "workflow_id")).get("workflow_detail"), "workflow_name")).isEqualTo("{客服");
    }

    @Test
    void aFormThatCannotBeImportedIsRefused() {
        var alice = Pankou.on(database).user();
        var space = alice.personalWorkspace();

        assertThat(form(alice, zip(), Map.of()).msg()).contains("field workspace_id");
        assertThat(form(alice, new byte[] {1, 2}, Map.of("workspace_id", space)).msg()).contains("field file");
        assertThat(form(alice, zip(), Map.of("workspace_id", space, "canvas", "{}")).msg()).contains("either canvas, file or file_id");
        assertThat(form(alice, zip(), Map.of("workspace_id", space, "ids", "{\"a\":")).msg()).contains("field ids");
        assertThat(alice.raw("POST", AT + "/import", "--x--", Map.of("Content-Type", "multipart/form-data")).status()).isEqualTo(400);
        assertThat(alice.raw("POST", AT, "--x--", Map.of("Content-Type", "multipart/form-data; boundary=x")).status()).isEqualTo(415);
        assertThat(form(alice, new byte[(20 << 20) + (128 << 10)], Map.of("workspace_id", space)).status()).isEqualTo(413);
    }

    @Test
    void aFileThatWasUploadedIsTakenByItsId() {
        var alice = Pankou.on(database).user();
        var file = alice.upload("export.zip", zip());
        var ofAnother = Pankou.on(database).user().upload("export.zip", zip());
        var text = alice.upload("notes.txt", "no canvas".getBytes(StandardCharsets.UTF_8));

        assertThat(texts(load(alice, Map.of("file_id", file)).data().get("sub_workflows"), "foreign_id")).containsExactly("7002");
        assertThat(load(alice, Map.of("file_id", ofAnother)).msg())
                .isEqualTo("field file_id is invalid: file " + ofAnother + " does not exist or is not yours");
        assertThat(load(alice, Map.of("file_id", text, "name", "n")).msg()).contains("field file_id");
        assertThat(load(alice, Map.of("file_id", file, "file", "e30=")).code()).isEqualTo(4000);
    }

    private static byte[] zip() {
        var main =
                """
                name: weather_main
                id: "7001"
                mode: workflow
                nodes:
                  - {id: "100001", type: start, title: 开始, parameters: {node_outputs: {input: {type: string, value: null}}}}
                  - {id: "110001", type: subflow, title: 子流程, parameters: {workflowId: "7002", type: 0}}
                  - {id: "110002", type: subflow, title: 数字, parameters: {workflowId: 7002, type: 0}}
                  - {id: "900001", type: end, title: 结束, parameters: {terminatePlan: returnVariables}}
                edges:
                  - {source_node: "100001", target_node: "110001"}
                  - {source_node: "110001", target_node: "110002"}
                  - {source_node: "110002", target_node: "900001"}
                """;
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (var file : List.of("manifest.yml:MANIFEST.yml", "main:workflow/main-draft.yaml", "sub.yaml:workflow/sub-draft.yaml")) {
                var names = file.split(":");
                zip.putNextEntry(new ZipEntry("Workflow-x/" + names[1]));
                if (names[0].equals("main")) {
                    zip.write(main.getBytes(StandardCharsets.UTF_8));
                } else {
                    try (var in = Objects.requireNonNull(TransferTest.class.getResourceAsStream("/workflow/" + names[0]))) {
                        in.transferTo(zip);
                    }
                }
                zip.closeEntry();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return bytes.toByteArray();
    }

    @Test
    void whatCannotBeImportedIsNamed() {
        var alice = Pankou.on(database).user();
        var canvas = canvas("absent.json");

        assertThat(load(alice, Map.of("canvas", canvas)).msg()).isEqualTo("field name is invalid: is required");
        assertThat(load(alice, Map.of("name", "字".repeat(101), "canvas", canvas)).msg()).contains("field name");
        assertThat(load(alice, Map.of("name", "字".repeat(100), "canvas", canvas)).code()).isZero();
        assertThat(load(alice, Map.of("name", "n")).msg()).contains("either canvas, file or file_id");
        assertThat(load(alice, Map.of("name", "n", "canvas", canvas, "file", "e30=")).msg()).contains("either canvas, file or file_id");
        assertThat(load(alice, Map.of("name", "n", "canvas", "nothing")).msg()).contains("field canvas", "this is no JSON", "不是合法的 JSON");
        assertThat(load(alice, Map.of("name", "n", "file", "e30=")).msg()).contains("field file", "no canvas");
        assertThat(load(alice, Map.of("name", "n", "file", "UEsDBAAA")).msg()).contains("field file");
        assertThat(load(alice, Map.of("name", "n", "file", "=")).msg()).contains("field file");
        assertThat(load(alice, Map.of("name", "n", "canvas", canvas, "workspace_id", "17")).msg()).contains("field workspace_id");
        assertThat(load(alice, Map.of("name", "n", "canvas", canvas, "ids", List.of())).msg()).contains("field ids");
        assertThat(load(alice, Map.of("name", "n", "canvas", canvas, "app_id", "9")).code()).isZero();
    }
}
