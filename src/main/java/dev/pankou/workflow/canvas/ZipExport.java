package dev.pankou.workflow.canvas;

import dev.pankou.json.Yaml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The ZIP of the hosted product: MANIFEST.yml and a YAML a workflow (WORKFLOW 1). Its form is known from descriptions only. */
final class ZipExport {
    private static final int MOST_FILES = 100;
    /** A workflow of a thousand nodes has about 100,000 events. */
    private static final Yaml.Limits LIMITS = new Yaml.Limits(500_000, 2_000_000, Canvas.MAX_DEPTH);

    private ZipExport() {}

    static boolean looksLike(byte[] file) {
        return file.length > 4 && file[0] == 'P' && file[1] == 'K' && file[2] == 3 && file[3] == 4;
    }

    static Opened open(byte[] file) {
        JsonNode manifest = null;
        var workflows = new ArrayList<JsonNode>();
        for (var entry : unpacked(file).entrySet()) {
            var yaml = tree(new String(entry.getValue(), StandardCharsets.UTF_8), entry.getKey());
            if (entry.getKey().toLowerCase(Locale.ROOT).matches("(.*/)?manifest\\.ya?ml")) {
                manifest = manifest == null ? yaml : manifest;
            } else if (yaml.path("nodes").isArray()) {
                workflows.add(yaml);
            }
        }
        var notes = new ArrayList<Opened.Note>();
        var main = main(manifest, workflows, notes);
        var subs = new ArrayList<Opened>();
        for (var workflow : workflows) {
            if (workflow != main) {
                subs.add(opened(workflow, described(manifest, workflow), List.of(), List.of()));
            }
        }
        if (manifest != null) {
            missingSubs(manifest, workflows, notes);
        }
        return opened(main, described(manifest, main), subs, notes);
    }

    private static JsonNode main(@Nullable JsonNode manifest, List<JsonNode> workflows, List<Opened.Note> notes) {
        if (workflows.isEmpty()) {
            throw new IllegalCanvasException(
                    "not_a_canvas", "the ZIP holds no workflow (a YAML file with nodes)", "ZIP 中没有工作流（含 nodes 的 YAML 文件）");
        }
        var id = manifest == null ? "" : Fields.text(manifest.path("main"), "id");
        var name = manifest == null ? "" : Fields.text(manifest.path("main"), "name");
        for (var workflow : workflows) {
            if (!id.isEmpty() && Fields.text(workflow, "id").equals(id)) {
                return workflow;
            }
        }
        for (var workflow : workflows) {
            if (!name.isEmpty() && Fields.text(workflow, "name").equals(name)) {
                return workflow;
            }
        }
        if (workflows.size() > 1 || manifest == null) {
            notes.add(new Opened.Note(
                    null,
                    "the ZIP does not say which workflow is the main one; the first was taken",
                    "ZIP 未说明主工作流，已取第一个"));
        }
        return workflows.getFirst();
    }

    private static void missingSubs(JsonNode manifest, List<JsonNode> workflows, List<Opened.Note> notes) {
        for (var sub : Fields.list(manifest, "sub")) {
            var id = Fields.text(sub, "id");
            if (workflows.stream().noneMatch(workflow -> Fields.text(workflow, "id").equals(id))) {
                var name = Fields.text(sub, "name");
                notes.add(new Opened.Note(
                        null,
                        "the ZIP lists the sub-workflow \"" + name + "\" (" + id + "), but does not hold it",
                        "ZIP 列出了子工作流“" + name + "”（" + id + "），但未包含它"));
            }
        }
    }

    /** What the manifest says about a workflow, or a missing node. */
    private static JsonNode described(@Nullable JsonNode manifest, JsonNode workflow) {
        if (manifest != null) {
            var id = Fields.text(workflow, "id");
            for (var sub : Fields.list(manifest, "sub")) {
                if (Fields.text(sub, "id").equals(id)) {
                    return sub;
                }
            }
            if (Fields.text(manifest.path("main"), "id").equals(id)) {
                return manifest.path("main");
            }
        }
        return MissingNode.getInstance();
    }

    private static Opened opened(JsonNode workflow, JsonNode described, List<Opened> subs, List<Opened.Note> notes) {
        var translator = new YamlCanvas();
        var canvas = Envelopes.stored(translator.canvas(workflow));
        var all = new ArrayList<>(notes);
        all.addAll(translator.notes());
        var mode = CanvasMode.of(Fields.text(workflow, "mode"));
        return new Opened(
                canvas,
                either(Fields.text(workflow, "id"), Fields.text(described, "id")),
                either(Fields.text(workflow, "name"), Fields.text(described, "name")),
                either(Fields.text(workflow, "description"), Fields.text(described, "desc")),
                mode != null ? mode : CanvasMode.of(Fields.text(described, "flowMode")),
                subs,
                all);
    }

    private static @Nullable String either(String first, String second) {
        var text = first.isEmpty() ? second : first;
        return text.isEmpty() ? null : text;
    }

    private static JsonNode tree(String text, String file) {
        try {
            return Yaml.read(text, LIMITS);
        } catch (Yaml.Refused refused) {
            throw switch (refused.reason()) {
                case BROKEN ->
                    new IllegalCanvasException(
                            "broken_yaml", "the file " + file + " is no YAML we can read", "文件 " + file + " 不是可读取的 YAML");
                case TOO_LARGE -> Envelopes.tooLarge();
                case TOO_DEEP -> Canvas.tooDeep();
            };
        }
    }

    /** The YAML files by their names; what a name says about folders is not used. */
    private static Map<String, byte[]> unpacked(byte[] file) {
        var files = new LinkedHashMap<String, byte[]>();
        var count = 0;
        var left = Envelopes.MAX_BYTES;
        // Latin-1 takes any bytes of a name, such as GBK; names only have to be told apart
        try (var zip = new ZipInputStream(new ByteArrayInputStream(file), StandardCharsets.ISO_8859_1)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++count > MOST_FILES) {
                    throw new IllegalCanvasException(
                            "too_many_files", "the ZIP holds more than " + MOST_FILES + " files", "ZIP 中的文件超过 " + MOST_FILES + " 个");
                }
                var content = zip.readNBytes(left + 1);
                left -= content.length;
                if (left < 0) {
                    throw Envelopes.tooLarge();
                }
                var name = entry.getName();
                if (name.toLowerCase(Locale.ROOT).matches("(?s).*\\.ya?ml") && !name.contains("__MACOSX/")) {
                    files.put(name, content);
                }
            }
        } catch (IOException | IllegalArgumentException broken) {
            throw new IllegalCanvasException("broken_zip", "the ZIP is damaged", "ZIP 文件已损坏");
        }
        return files;
    }
}
