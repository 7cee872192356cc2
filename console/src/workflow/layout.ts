import { Graph, layout } from "@dagrejs/dagre";
import { areaOf, type Box, type Drawing, fit } from "./canvas";

const GAP = { ranksep: 90, nodesep: 32 };

/** Gives every box a place, left to right; loaded only for a canvas that has none. Changes the drawing. */
export function place(drawing: Drawing): void {
  const parents = new Set(drawing.boxes.map((box) => box.parent));
  const depth = (parent: string | undefined): number =>
    parent === undefined ? 0 : 1 + depth(drawing.boxes.find((box) => box.id === parent)?.parent);
  for (const parent of [...parents].sort((a, b) => depth(b) - depth(a))) placeIn(drawing, parent);
}

function placeIn(drawing: Drawing, parent: string | undefined): void {
  const inside = drawing.boxes.filter((box) => box.parent === parent);
  const graph = new Graph().setGraph({ rankdir: "LR", ...GAP }).setDefaultEdgeLabel(() => ({}));
  const areas = new Map<string, Box>();
  for (const box of inside) if (box.area) areas.set(box.id, box);
  for (const box of inside) {
    if (box.area) continue;
    const area = areas.get(areaOf(box.id));
    graph.setNode(box.id, {
      width: Math.max(box.width, area?.width ?? 0),
      height: box.height + (area ? area.height + 24 : 0),
    });
  }
  for (const line of drawing.lines) if (graph.hasNode(line.from) && graph.hasNode(line.to)) graph.setEdge(line.from, line.to);
  layout(graph);
  for (const box of inside) {
    if (box.area) continue;
    const node = graph.node(box.id);
    box.x = node.x - node.width / 2;
    box.y = node.y - node.height / 2;
    const area = areas.get(areaOf(box.id));
    if (area) Object.assign(area, { x: box.x, y: box.y + box.height + 24 });
  }
  const own = drawing.boxes.find((box) => box.id === parent);
  if (own) fit(own, inside);
}
