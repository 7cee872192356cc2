package dev.pankou.workflow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.provider.ProviderService;
import dev.pankou.store.Db;
import dev.pankou.workflow.Links.Kind;
import dev.pankou.workflow.Links.Link;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasCheck;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.canvas.Fault;
import dev.pankou.workflow.canvas.Fault.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Tells every fault of a canvas: {@link CanvasCheck} and what needs other data, sub-workflows (WORKFLOW 8.9) and models. Not
 * to be called inside a work of the store. Threads share it.
 */
final class WorkflowCheck {
    private static final long CACHED_FACTS = 10_000;
    /** Workflows that are looked at from one canvas on; more are not followed. */
    private static final int MOST_TARGETS = 1_000;

    private final Db db;
    private final WorkflowStore store;
    private final ProviderService models;
    private final Cache<String, CanvasFacts> facts = Caffeine.newBuilder().maximumSize(CACHED_FACTS).build();

    WorkflowCheck(Db db, WorkflowStore store, ProviderService models) {
        this.db = db;
        this.store = store;
        this.models = models;
    }

    /** A workflow in one version; "" is the draft. */
    private record Target(Id id, String version) {
        @Override
        public String toString() {
            return version.isEmpty() ? id.toString() : id + " " + version;
        }
    }

    /** Facts of a canvas that is stored under this hash. */
    CanvasFacts facts(String hash, Canvas canvas) {
        return facts.get(hash, key -> CanvasFacts.of(canvas));
    }

    /**
     * All faults, those of {@link CanvasCheck} first.
     *
     * @param workspace where sub-workflows are looked for; null: they are not
     * @param self the workflow whose draft this is; null for none
     */
    List<Fault> of(Canvas canvas, CanvasMode mode, @Nullable Id workspace, @Nullable Id self) {
        var faults = new ArrayList<>(CanvasCheck.of(canvas, mode));
        var own = CanvasFacts.of(canvas);
        var nodes = canvas.all().stream()
                .collect(Collectors.toMap(CanvasNode::id, Function.identity(), (first, second) -> first));
        var catalog = models.catalog();
        for (var link : own.links()) {
            var node = nodes.get(link.nodeId());
            var model = Id.parse(link.id());
            if (node != null && link.kind() == Kind.MODEL && (model == null || catalog.find(model) == null)) {
                faults.add(Fault.of(Code.MODEL_MISSING, node, link.field(), link.id()));
            }
        }
        if (workspace != null) {
            subWorkflows(own, nodes, workspace, self, faults);
        }
        return List.copyOf(faults);
    }

    private void subWorkflows(
            CanvasFacts own, Map<String, CanvasNode> nodes, Id workspace, @Nullable Id self, List<Fault> faults) {
        var draft = self == null ? null : new Target(self, "");
        var known = new HashMap<Target, Optional<CanvasFacts>>();
        if (draft != null) {
            known.put(draft, Optional.of(own));
        }
        load(own, workspace, known);
        var harmless = new HashSet<Target>();
        for (var link : own.links()) {
            var node = nodes.get(link.nodeId());
            if (link.kind() != Kind.WORKFLOW || node == null) {
                continue;
            }
            var target = target(link);
            var found = target == null ? Optional.<CanvasFacts>empty() : known.getOrDefault(target, Optional.empty());
            if (target == null || found.isEmpty()) {
                faults.add(Fault.of(
                        Code.SUB_WORKFLOW_MISSING, node, link.field(), target == null ? link.id() : target.toString()));
                continue;
            }
            var path = new LinkedHashSet<Target>();
            if (draft != null) {
                path.add(draft);
            }
            if (recurs(target, known, path, harmless)) {
                var way = path.stream().map(Target::toString).collect(Collectors.joining(" → "));
                faults.add(Fault.of(Code.SUB_WORKFLOW_RECURSION, node, link.field(), target.toString(), way));
            }
            var plan = found.get().terminatePlan();
            var wanted = switch (link.type()) {
                case "0" -> "returnVariables";
                case "1" -> "useAnswerContent";
                default -> plan;
            };
            if (!plan.isEmpty() && !plan.equals(wanted)) {
                faults.add(Fault.of(Code.SUB_WORKFLOW_CHANGED, node, link.field(), target.toString(), plan));
            }
        }
    }

    private static @Nullable Target target(Link link) {
        var id = Id.parse(link.id());
        return id == null ? null : new Target(id, link.version());
    }

    /** Whether calls lead back to where they came from; then {@code path} is the way. */
    private static boolean recurs(
            Target at, Map<Target, Optional<CanvasFacts>> known, Set<Target> path, Set<Target> harmless) {
        if (!path.add(at)) {
            return true;
        }
        if (!harmless.contains(at)) {
            var facts = known.getOrDefault(at, Optional.empty());
            for (var link : facts.map(CanvasFacts::links).orElse(List.of())) {
                var next = link.kind() == Kind.WORKFLOW ? target(link) : null;
                if (next != null && recurs(next, known, path, harmless)) {
                    return true;
                }
            }
        }
        path.remove(at);
        harmless.add(at);
        return false;
    }

    /** Loads what the canvas calls, and what that calls, level by level. */
    private void load(CanvasFacts from, Id workspace, Map<Target, Optional<CanvasFacts>> known) {
        var wanted = unknown(List.of(from), known);
        while (!wanted.isEmpty() && known.size() < MOST_TARGETS) {
            var found = new ArrayList<CanvasFacts>();
            for (var target : wanted) { // one at a time: a canvas may be large, and is gone when its facts are known
                var stored = db.read(handle -> stored(handle, workspace, target));
                var facts = stored.map(one -> this.facts.get(one.hash(), key -> CanvasFacts.of(one.canvas())));
                known.put(target, facts);
                facts.ifPresent(found::add);
            }
            wanted = unknown(found, known);
        }
    }

    private static Set<Target> unknown(List<CanvasFacts> callers, Map<Target, Optional<CanvasFacts>> known) {
        var unknown = new LinkedHashSet<Target>();
        for (var caller : callers) {
            for (var link : caller.links()) {
                var target = link.kind() == Kind.WORKFLOW ? target(link) : null;
                if (target != null && !known.containsKey(target)) {
                    unknown.add(target);
                }
            }
        }
        return unknown;
    }

    /** The body is left out when its facts are known. */
    private Optional<StoredCanvas> stored(Handle handle, Id workspace, Target target) {
        return store.find(handle, target.id())
                .filter(workflow -> workflow.workspace().equals(workspace))
                .flatMap(workflow -> target.version().isEmpty()
                        ? Optional.of(workflow.draftHash())
                        : store.version(handle, target.id(), target.version()).map(WorkflowVersion::canvasHash))
                .flatMap(hash -> facts.getIfPresent(hash) != null
                        ? Optional.of(new StoredCanvas(hash, Json.text(Json.object())))
                        : store.canvas(handle, target.id(), hash).map(body -> new StoredCanvas(hash, body)));
    }
}
