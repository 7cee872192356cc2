package dev.pankou.workflow;

import dev.pankou.access.Caller;
import dev.pankou.id.Id;
import dev.pankou.json.SoundText;
import dev.pankou.json.WireText;
import dev.pankou.provider.ProviderService;
import dev.pankou.store.Db;
import dev.pankou.knowledge.KnowledgeService;
import dev.pankou.plugin.PluginService;
import dev.pankou.table.TableService;
import dev.pankou.workflow.Links.Link;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.canvas.Fault;
import dev.pankou.workflow.canvas.Opened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes workflows of canvases from elsewhere and says what became of everything that they name: foreign ids are replaced by
 * what the caller says they are here and by the sub-workflows that came along. Keeps no state; threads may share it.
 */
final class WorkflowImport {
    /** Of a report; a broken canvas repeats itself. */
    private static final int MOST_ENTRIES = 2_000;

    private static final int MAX_NAME = 100;
    private static final int MAX_DESCRIPTION = 1_000;

    private final Db db;
    private final WorkflowStore store;
    private final WorkflowEditor editor;
    private final WorkflowCheck check;
    private final ProviderService models;
    private final TableService tables;
    private final PluginService plugins;
    private final KnowledgeService knowledge;

    WorkflowImport(
            Db db,
            WorkflowStore store,
            WorkflowEditor editor,
            WorkflowCheck check,
            ProviderService models,
            TableService tables,
            PluginService plugins,
            KnowledgeService knowledge) {
        this.db = db;
        this.store = store;
        this.editor = editor;
        this.check = check;
        this.models = models;
        this.tables = tables;
        this.plugins = plugins;
        this.knowledge = knowledge;
    }

    /** What became of something that a canvas names. */
    enum Outcome {
        /** It is known here under another id, which stands in the canvas now. */
        MAPPED,
        /** Something else does its work. */
        EMULATED,
        /** It is not here; the run fails when it is reached. Importing again with {@code ids} is the way to name ours. */
        MISSING,
        /** It was not understood. */
        UNKNOWN
    }

    /**
     * A line of the report.
     *
     * @param what plugin, tool, knowledge, database, column, model, workflow, node_type or note
     * @param foreignId as the canvas had it
     */
    record ImportEntry(
            Outcome kind,
            @Nullable String nodeId,
            @Nullable String nodeTitle,
            String what,
            @Nullable String foreignId,
            String en,
            String zh) {}

    /** A workflow that came along; {@code foreignId} is null when the export does not tell. */
    record ImportedSub(@Nullable String foreignId, Id workflowId, String name) {}

    record Imported(Id workflowId, List<ImportEntry> report, List<Fault> faults, List<ImportedSub> subWorkflows) {}

    /** What is wanted: where to, under which name, and what foreign ids are here. */
    record Wish(Id workspace, Id app, String name, @Nullable CanvasMode mode, Map<String, String> ids) {}

    private record Made(WorkflowEditor.Plan plan, Opened opened) {}

    /** @throws dev.pankou.api.ApiException 4000 for a workspace that is none of the caller's, 4101 */
    Imported run(Caller caller, Opened opened, Wish wish) {
        var ids = new HashMap<String, String>();
        var all = new ArrayList<Made>();
        all.add(made(opened, wish.name(), wish.mode()));
        opened.subWorkflows().forEach(sub -> all.add(made(sub, sub.name() == null ? wish.name() : sub.name(), null)));
        for (var one : all) {
            if (one.opened().sourceId() != null) {
                ids.put(one.opened().sourceId(), one.plan().id().toString());
            }
        }
        ids.putAll(wish.ids());
        var report = new LinkedHashSet<ImportEntry>();
        var foreign = new ArrayList<Link>();
        for (var one : all) {
            for (var link : Links.of(one.opened().canvas())) {
                var ours = ids.get(link.id());
                if (ours == null) {
                    foreign.add(link);
                } else {
                    link.replace(ours);
                    report.add(mapped(link, ours));
                }
            }
            notes(one.opened(), report);
            types(one.opened(), report);
        }
        var known = db.read(handle -> {
            var found = new HashSet<String>();
            for (var link : foreign) {
                var id = link.kind() == Links.Kind.WORKFLOW ? Id.parse(link.id()) : null;
                if (id != null
                        && store.find(handle, id).filter(one -> one.workspace().equals(wish.workspace())).isPresent()) {
                    found.add(link.id());
                }
            }
            return found;
        });
        for (var link : foreign) {
            var id = Id.parse(link.id());
            if (id == null) {
                continue;
            }
            switch (link.kind()) {
                case DATABASE -> {
                    if (tables.find(wish.workspace(), id).isPresent()) {
                        known.add(link.id());
                    }
                }
                case PLUGIN -> {
                    var tools = plugins.all(wish.workspace(), id);
                    tools.forEach(tool -> known.add(tool.tool().toString()));
                    if (!tools.isEmpty()) {
                        known.add(link.id());
                    }
                }
                case KNOWLEDGE -> {
                    if (!knowledge.names(wish.workspace(), List.of(id)).isEmpty()) {
                        known.add(link.id());
                    }
                }
                case TOOL, WORKFLOW, MODEL, COLUMN -> {} // told with others, or looked for elsewhere
            }
        }
        foreign.forEach(link -> left(link, known, report));
        editor.create(caller, wish.workspace(), wish.app(), null, all.stream().map(Made::plan).toList());
        var main = all.getFirst().plan();
        return new Imported(
                main.id(),
                report.stream().limit(MOST_ENTRIES).toList(),
                check.of(Canvas.of(main.canvas()), main.mode(), wish.workspace(), main.id()),
                all.stream()
                        .skip(1)
                        .map(one -> new ImportedSub(one.opened().sourceId(), one.plan().id(), one.plan().name()))
                        .toList());
    }

    private Made made(Opened opened, String name, @Nullable CanvasMode wanted) {
        var mode = wanted != null ? wanted : opened.mode() != null ? opened.mode() : CanvasMode.WORKFLOW;
        var description = opened.description() == null ? "" : opened.description();
        return new Made(
                new WorkflowEditor.Plan(
                        editor.nextId(), shortened(name, MAX_NAME), shortened(description, MAX_DESCRIPTION), mode,
                        opened.canvas()),
                opened);
    }

    /** What an export calls itself may be longer than we allow, and is not checked like the fields of a request. */
    private static String shortened(String foreign, int characters) {
        var text = SoundText.of(foreign);
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters));
    }

    private static ImportEntry mapped(Link link, String ours) {
        return entry(
                Outcome.MAPPED, link, what(link) + " " + link.id() + " is " + ours + " here",
                whatZh(link) + " " + link.id() + " 在此处为 " + ours);
    }

    /** What nobody mapped. */
    private void left(Link link, Set<String> known, Set<ImportEntry> report) {
        switch (link.kind()) {
            case MODEL -> {
                var id = Id.parse(link.id());
                if (id == null || models.catalog().find(id) == null) {
                    var name = models.catalog().standard().name();
                    report.add(entry(
                            Outcome.EMULATED, link,
                            "model " + link.id() + " does not exist here; the default model, now " + name + ", is used",
                            "此处没有模型 " + link.id() + "，将使用默认模型（现为 " + name + "）"));
                }
            }
            case WORKFLOW, DATABASE, PLUGIN, TOOL, KNOWLEDGE -> {
                if (!known.contains(link.id())) {
                    report.add(missing(link));
                }
            }
            case COLUMN -> {} // told with its database, and a query finds columns by their names
        }
    }

    private static ImportEntry missing(Link link) {
        return entry(
                Outcome.MISSING, link,
                what(link) + " " + link.id() + " does not exist here; import again with ids to say which of yours it is",
                "此处没有" + whatZh(link) + " " + link.id() + "，可在重新导入时用 ids 指定对应的 ID");
    }

    private static void notes(Opened opened, Set<ImportEntry> report) {
        for (var note : opened.notes()) {
            report.add(new ImportEntry(Outcome.UNKNOWN, note.nodeId(), null, "note", null, note.en(), note.zh()));
        }
    }

    private static void types(Opened opened, Set<ImportEntry> report) {
        for (var node : Canvas.of(opened.canvas()).all()) {
            var kind = node.kind();
            if (kind == null) {
                report.add(type(node, Outcome.UNKNOWN, "node type " + node.type() + " is not known", "节点类型 " + node.type() + " 未知"));
            } else if (!kind.runs()) {
                report.add(type(
                        node, Outcome.MISSING, "nodes \"" + kind.en() + "\" do not run here", "此处不支持运行“" + kind.zh() + "”节点"));
            }
        }
    }

    private static ImportEntry type(CanvasNode node, Outcome outcome, String en, String zh) {
        return new ImportEntry(
                outcome, node.id(), node.title(), "node_type", node.type(), en + "; the run fails when it is reached",
                zh + "，运行到该节点时会失败");
    }

    private static ImportEntry entry(Outcome outcome, Link link, String en, String zh) {
        return new ImportEntry(
                outcome, link.nodeId(), link.nodeTitle(), WireText.of(link.kind()), link.id(), en, zh);
    }

    private static String what(Link link) {
        return switch (link.kind()) {
            case PLUGIN -> "plugin";
            case TOOL -> "plugin tool";
            case KNOWLEDGE -> "knowledge base";
            case DATABASE -> "database";
            case COLUMN -> "column";
            case MODEL -> "model";
            case WORKFLOW -> "workflow";
        };
    }

    private static String whatZh(Link link) {
        return switch (link.kind()) {
            case PLUGIN -> "插件";
            case TOOL -> "插件工具";
            case KNOWLEDGE -> "知识库";
            case DATABASE -> "数据库";
            case COLUMN -> "字段";
            case MODEL -> "模型";
            case WORKFLOW -> "工作流";
        };
    }
}
