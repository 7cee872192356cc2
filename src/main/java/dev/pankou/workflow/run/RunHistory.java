package dev.pankou.workflow.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.api.ApiError;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.engine.Entry;
import dev.pankou.workflow.value.Values;

/** What became of a run and of its nodes, for those who ask later (BEHAVIOUR 3.8, WORKFLOW 11). */
final class RunHistory {
    /** Text of one output node that the history itself shows (changelog 2025-06-18). */
    static final int MOST_TEXT = 1 << 20;

    private final RunParts parts;
    private final RunService service;
    private final dev.pankou.workflow.WorkflowService workflows;

    RunHistory(RunParts parts, RunService service, dev.pankou.workflow.WorkflowService workflows) {
        this.parts = parts;
        this.service = service;
        this.workflows = workflows;
    }

    /** One run as OpenAPIGetWorkflowRunHistory shows it. */
    record Shown(
            Id executeId,
            String executeStatus,
            String botId,
            String connectorId,
            String connectorUid,
            int runMode,
            String output,
            long createTime,
            long updateTime,
            @Nullable Map<String, NodeStatus> nodeExecuteStatus,
            String errorCode,
            String errorMessage,
            String debugUrl,
            RunAnswers.Usage usage,
            String token,
            String cost,
            boolean isOutputTrimmed,
            String logid,
            RunAnswers.@Nullable InterruptData interruptData) {}

    /** One execution of an output node. */
    record NodeStatus(
            String nodeId,
            boolean isFinish,
            @Nullable Integer loopIndex,
            @Nullable Integer batchIndex,
            long updateTime,
            @Nullable String subExecuteId,
            String nodeExecuteUuid) {}

    Shown show(Run run) {
        return show(run, new Tree(run));
    }

    private Shown show(Run run, Tree tree) {
        var outputs = new LinkedHashMap<String, String>();
        var statuses = new LinkedHashMap<String, NodeStatus>();
        var trimmed = false;
        var now = parts.clock().millis();
        if (run.status() == Run.Status.SUCCESS) {
            outputs.put("Output", RunAnswers.data(run));
        }
        if (!run.isOver() || now - run.endedAt() <= parts.times().outputsKept().toMillis()) {
            for (var entry : tree.entries()) {
                var node = entry.uuid() == null || !entry.isDone() ? null : tree.node(entry.key());
                if (node == null || node.kind() != NodeType.OUTPUT) {
                    continue;
                }
                var name = free(node.title().isEmpty() ? node.id() : node.title(), outputs);
                var text = text(entry);
                if (text.length() > MOST_TEXT) {
                    trimmed = true;
                    outputs.put(name, "");
                } else {
                    outputs.put(name, text);
                }
                var place = Key.of(entry.key());
                statuses.put(
                        name,
                        new NodeStatus(
                                node.id(),
                                true,
                                place.sub() == null ? tree.index(place, NodeType.LOOP) : null,
                                place.sub() == null ? tree.index(place, NodeType.BATCH) : null,
                                entry.ended() / 1000,
                                tree.subExecute(place),
                                String.valueOf(entry.uuid())));
            }
        }
        var first = run.first();
        return new Shown(
                run.id(),
                switch (run.status()) {
                    case SUCCESS -> "Success";
                    // Clients know no more values; the code tells a canceled run from others (SDK-SURFACE 1.3).
                    case FAIL, CANCEL -> "Fail";
                    case RUNNING, INTERRUPTED -> "Running";
                },
                run.bot().toString(),
                run.connector().toString(),
                run.endUser(),
                run.mode().ordinal(),
                outputs.isEmpty() ? "" : Json.text(outputs),
                run.createdAt() / 1000,
                run.updatedAt() / 1000,
                statuses.isEmpty() ? null : statuses,
                run.errorCode() == 0 ? "" : Integer.toString(run.errorCode()),
                run.errorMsg(),
                RunAnswers.debugUrl(parts, run),
                RunAnswers.Usage.of(run),
                Long.toString(run.inputTokens() + run.outputTokens()),
                "0.00000",
                trimmed,
                run.extra().logid(),
                run.status() == Run.Status.INTERRUPTED && first != null ? RunAnswers.interrupt(run, first) : null);
    }

    private static String text(Entry entry) {
        return entry.outputs() == null ? "" : Values.text(entry.outputs().get("output"));
    }

    /** A name that no other output has: nodes that ran several times get numbers. */
    private static String free(String name, Map<String, String> taken) {
        if (!taken.containsKey(name)) {
            return name;
        }
        for (var n = 1; ; n++) {
            if (!taken.containsKey(name + "_" + n)) {
                return name + "_" + n;
            }
        }
    }

    /** One execution of an output node (OpenAPIGetNodeExecuteHistory). */
    record NodeOutput(boolean isFinish, String nodeOutput) {}

    NodeOutput output(Run run, String uuid) {
        if (!run.isOver() || parts.clock().millis() - run.endedAt() <= parts.times().outputsKept().toMillis()) {
            var tree = new Tree(run);
            for (var entry : tree.entries()) {
                if (uuid.equals(entry.uuid())) {
                    var node = tree.node(entry.key());
                    if (node != null && node.kind() == NodeType.OUTPUT) {
                        return new NodeOutput(entry.isDone(), text(entry));
                    }
                }
            }
        }
        throw ApiError.NOT_FOUND.with("node_execute_uuid", uuid);
    }

    /**
     * A run with what became of every node, as the console and the debug page show it.
     *
     * @param version "" for the draft
     * @param startedAt Unix milliseconds
     * @param endedAt Unix milliseconds; null before
     */
    record Detail(
            Shown run,
            String workflowId,
            String version,
            String status,
            long startedAt,
            @Nullable Long endedAt,
            JsonNode input,
            @Nullable JsonNode end,
            List<Traced> nodes) {}

    /**
     * One execution of a node.
     *
     * @param type its number in a canvas; "" when the canvas is gone
     * @param status running, success, warning, fail, cancel or waiting
     * @param startedAt Unix milliseconds
     * @param durationMs null while it goes on
     */
    record Traced(
            String key,
            String nodeId,
            String title,
            String nodeType,
            String type,
            String status,
            long startedAt,
            @Nullable Long durationMs,
            int attempts,
            @Nullable String port,
            @Nullable JsonNode input,
            @Nullable JsonNode output,
            @Nullable String raw,
            @Nullable Integer errorCode,
            @Nullable String errorMessage,
            RunAnswers.@Nullable Usage usage,
            @Nullable List<Round> rounds) {}

    /** What a node asked, and the reply; null while it is open. */
    record Round(String asked, @Nullable String reply) {}

    /** @param values whether what went in and out of the nodes is told too, and what they asked */
    Detail detail(Run run, boolean values) {
        var tree = new Tree(run);
        var byKey = new LinkedHashMap<String, List<Entry>>();
        for (var entry : tree.entries()) {
            byKey.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(entry);
        }
        var nodes = new ArrayList<Traced>();
        byKey.forEach((key, entries) -> nodes.add(traced(key, entries, tree, values)));
        if (!run.isOver()) {
            around(byKey).forEach((key, since) -> nodes.add(traced(key, List.of(Entry.begun(key, since)), tree, values)));
        }
        nodes.sort(java.util.Comparator.comparingLong(Traced::startedAt));
        return new Detail(
                show(run, tree),
                run.workflow().toString(),
                run.version(),
                dev.pankou.json.WireText.of(run.status()),
                run.createdAt(),
                run.endedAt() == 0 ? null : (Long) run.endedAt(),
                Json.tree(run.input()),
                run.output().isEmpty() ? null : Json.tree(run.output()),
                nodes);
    }

    /** The loops and batches that are under way around what the journal knows, and since when. */
    private static Map<String, Long> around(Map<String, List<Entry>> byKey) {
        var found = new HashMap<String, Long>();
        byKey.forEach((key, entries) -> {
            for (var slash = key.lastIndexOf('/'); slash > 0; slash = key.lastIndexOf('/', slash - 1)) {
                var outer = key.substring(0, key.charAt(slash - 1) == ']' ? key.lastIndexOf('[', slash) : slash);
                if (!byKey.containsKey(outer)) {
                    found.merge(outer, entries.getFirst().started(), Math::min);
                }
            }
        });
        return found;
    }

    /** One execution of a node with all that is known of it. @throws dev.pankou.api.ApiException 4200 */
    Traced node(Run run, String key) {
        var tree = new Tree(run);
        var entries = tree.entries().stream().filter(entry -> entry.key().equals(key)).toList();
        if (entries.isEmpty()) {
            throw ApiError.NOT_FOUND.with("key", key);
        }
        return traced(key, entries, tree, true);
    }

    /** A canvas that a run went over, as it was then. */
    record RunCanvas(Id workflowId, JsonNode canvas) {}

    /**
     * @param sub key of the sub-workflow node whose canvas is wanted; "" for the run's own
     * @throws dev.pankou.api.ApiException 4200 when the run did not come there, or the canvas is gone
     */
    RunCanvas canvas(Run run, String sub) {
        var found = new Tree(run).source(sub);
        if (found == null) {
            throw ApiError.NOT_FOUND.with("key", sub);
        }
        var text = parts.db().read(handle -> workflows.canvas(handle, found.workflow(), found.hash()));
        return new RunCanvas(found.workflow(), Json.tree(text));
    }

    private static Traced traced(String key, List<Entry> entries, Tree tree, boolean values) {
        var node = tree.node(key);
        var kind = node == null ? null : node.kind();
        var rounds = new ArrayList<Round>();
        Entry last = entries.getFirst();
        var input = 0L;
        var output = 0L;
        for (var entry : entries) {
            switch (entry.status()) {
                case ASKED -> rounds.add(new Round(entry.raw() == null ? "" : entry.raw(), null));
                case ANSWERED -> {
                    if (!rounds.isEmpty()) {
                        rounds.set(rounds.size() - 1, new Round(rounds.getLast().asked(), entry.raw()));
                    }
                }
                default -> last = entry;
            }
            input += entry.inputTokens();
            output += entry.outputTokens();
        }
        var status = rounds.isEmpty() || rounds.getLast().reply() != null || last.isDone() ? status(last) : "waiting";
        if (tree.isOver() && (status.equals("running") || status.equals("waiting"))) {
            status = "cancel"; // the run ended around it
        }
        return new Traced(
                key,
                node == null ? key : node.id(),
                node == null ? "" : node.title(),
                kind == null ? "" : kind.en(),
                node == null ? "" : node.type(),
                status,
                entries.getFirst().started(),
                last.ended() == 0 ? null : last.ended() - last.started(),
                last.attempts(),
                last.port().isEmpty() ? null : last.port(),
                !values || last.inputs() == null ? null : Json.tree(Values.json(last.inputs())),
                !values || last.outputs() == null ? null : Json.tree(Values.json(last.outputs())),
                !values || last.status() == Entry.Status.PINNED ? null : last.raw(),
                last.code() == 0 ? null : last.code(),
                last.message().isEmpty() ? null : last.message(),
                input + output == 0 ? null : new RunAnswers.Usage(input, input + output, output),
                !values || rounds.isEmpty() ? null : rounds);
    }

    private static String status(Entry entry) {
        return switch (entry.status()) {
            case DONE -> "success";
            case WARNED -> "warning";
            case FAILED -> "fail";
            case CANCELLED -> "cancel";
            case BEGUN, ANSWERED, PINNED, HELD -> "running";
            case ASKED -> "waiting";
        };
    }

    /** A key taken apart: the path through sub-workflows and blocks, and the node at its end. */
    record Key(@Nullable String sub, @Nullable String block, @Nullable Integer index, String node) {
        static Key of(String key) {
            String sub = null;
            String block = null;
            Integer index = null;
            var steps = key.split("/", -1);
            for (var i = 0; i < steps.length - 1; i++) {
                var step = steps[i];
                var bracket = step.indexOf('[');
                if (bracket < 0) {
                    sub = sub == null ? step : sub + "/" + step;
                    block = null;
                    index = null;
                } else {
                    block = step.substring(0, bracket);
                    index = Integer.valueOf(step.substring(bracket + 1, step.length() - 1));
                }
            }
            return new Key(sub, block, index, steps[steps.length - 1]);
        }
    }

    /** A stored canvas. */
    private record Source(Id workflow, String hash) {}

    /** The canvases of a run: its own, and those of its sub-workflows. Used by one call. */
    private final class Tree {
        private final Run run;
        private final Map<String, Map<String, CanvasNode>> canvases = new HashMap<>();
        private @Nullable List<Entry> entries;
        private @Nullable Map<String, Entry.Pin> pins;

        Tree(Run run) {
            this.run = run;
        }

        boolean isOver() {
            return run.isOver();
        }

        /** The journal, oldest first. */
        List<Entry> entries() {
            var known = entries;
            if (known == null) {
                known = service.journal(run.id());
                entries = known;
            }
            return known;
        }

        @Nullable CanvasNode node(String key) {
            var slash = key.lastIndexOf('/');
            var id = key.substring(slash + 1);
            return canvas(subPath(key)).get(id);
        }

        /** The key of the innermost sub-workflow node around; "" in the run's own canvas. */
        private static String subPath(String key) {
            var end = key.length();
            while (true) {
                var slash = key.lastIndexOf('/', end - 1);
                if (slash < 0) {
                    return "";
                }
                if (key.charAt(slash - 1) != ']') {
                    return key.substring(0, slash);
                }
                end = slash;
            }
        }

        private Map<String, CanvasNode> canvas(String sub) {
            var known = canvases.get(sub);
            if (known == null) {
                known = read(sub); // reads those around it first, so no computeIfAbsent
                canvases.put(sub, known);
            }
            return known;
        }

        private Map<String, CanvasNode> read(String sub) {
            var nodes = new HashMap<String, CanvasNode>();
            var from = source(sub);
            if (from != null) {
                try {
                    var text = parts.db().read(handle -> workflows.canvas(handle, from.workflow(), from.hash()));
                    for (var node : Canvas.of(Json.tree(text)).all()) {
                        nodes.put(node.id(), node);
                    }
                } catch (dev.pankou.api.ApiException gone) {
                    // deleted meanwhile: the run is shown without titles
                    nodes.clear();
                }
            }
            return nodes;
        }

        /** Which canvas the run took at a sub-workflow node, or at all for ""; null when it did not come there. */
        @Nullable Source source(String sub) {
            if (sub.isEmpty()) {
                return new Source(run.workflow(), run.hash());
            }
            var pin = pins().get(sub);
            var id = pin == null ? null : Id.parse(pin.workflow());
            return pin == null || id == null ? null : new Source(id, pin.hash());
        }

        private Map<String, Entry.Pin> pins() {
            var known = pins;
            if (known == null) {
                known = new HashMap<>();
                for (var entry : entries()) {
                    var pin = entry.pin();
                    if (pin != null) {
                        known.put(entry.key(), pin);
                    }
                }
                pins = known;
            }
            return known;
        }

        @Nullable String subExecute(Key key) {
            var pin = key.sub() == null ? null : pins().get(key.sub());
            return pin == null ? null : pin.execute();
        }

        @Nullable Integer index(Key key, NodeType type) {
            if (key.block() == null) {
                return null;
            }
            var block = canvas("").get(key.block());
            var kind = block == null ? null : block.kind();
            var batch = kind != NodeType.LOOP; // nodes in batch mode count as batches
            return batch == (type == NodeType.BATCH) ? key.index() : null;
        }
    }
}
