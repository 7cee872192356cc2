package dev.pankou.workflow;

import dev.pankou.id.Id;
import dev.pankou.workflow.Links.Kind;
import dev.pankou.workflow.Links.Link;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.NodeType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What other workflows need to know about a canvas. Immutable, and as the canvas itself told by its hash.
 *
 * @param terminatePlan of End: returnVariables, useAnswerContent or what else it says; "" without End
 * @param links to models and workflows
 */
record CanvasFacts(String terminatePlan, List<Link> links) {
    CanvasFacts {
        links = List.copyOf(links);
    }

    static CanvasFacts of(Canvas canvas) {
        var plan = canvas.nodes().stream()
                .filter(node -> node.kind() == NodeType.END)
                .map(node -> node.inputs().path("terminatePlan").asString(""))
                .findFirst()
                .orElse("");
        return new CanvasFacts(
                plan,
                Links.of(canvas.json()).stream()
                        .filter(link -> link.kind() == Kind.MODEL || link.kind() == Kind.WORKFLOW)
                        .toList());
    }

    /** The workflows that the canvas calls, in any version. */
    Set<Id> used() {
        return links.stream()
                .filter(link -> link.kind() == Kind.WORKFLOW)
                .map(link -> Id.parse(link.id()))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
