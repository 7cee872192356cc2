import { describe, expect, test } from "vitest";
import { areaOf, BOX, drawingOf } from "./canvas";
import { place } from "./layout";

const at = (x: number, y: number) => ({ position: { x, y } });
const CANVAS = {
  nodes: [
    { id: "1", type: "1", meta: at(0, 0), data: { nodeMeta: { title: "Start" } } },
    {
      id: "3",
      type: "21",
      meta: { ...at(300, 0), canvasPosition: { x: 300, y: 150 } },
      data: { nodeMeta: { title: "Loop" } },
      blocks: [
        { id: "8", type: "15", meta: at(-40, 10), data: {} },
        { id: "9", type: 15, meta: at(260, 10), data: {} },
      ],
      edges: [
        { sourceNodeID: "3", targetNodeID: "8", sourcePortID: "loop-function-inline-output" },
        { sourceNodeID: "8", targetNodeID: "9" },
      ],
    },
    { id: "5", type: "8", meta: at(600, 0), data: {} },
    { id: "31", type: "31", meta: at(0, 300), data: { size: { width: 900, height: 100 }, inputs: { note: '[{"children":[{"text":"注意"}]}]' } } },
  ],
  edges: [
    { sourceNodeID: "1", targetNodeID: "3" },
    { sourceNodeID: "5", targetNodeID: "1", sourcePortID: "false" },
    { sourceNodeID: "5", targetNodeID: "3", sourcePortID: "true_1" },
    { sourceNodeID: "5", targetNodeID: "3", sourcePortID: "true" },
    { sourceNodeID: "gone", targetNodeID: "3" },
  ],
};

describe("a canvas", () => {
  const drawing = drawingOf(CANVAS);
  const box = (id: string) => drawing.boxes.find((one) => one.id === id);
  test("becomes boxes with title, type and place", () =>
    expect(box("1")).toMatchObject({ title: "Start", type: "1", x: 0, y: 0, width: BOX.width, ports: [""] }));
  test("has its ways out in the order of the branches", () => expect(box("5")?.ports).toEqual(["true", "true_1", "false"]));
  test("has the nodes of a loop in an area as large as they need", () => {
    expect(box(areaOf("3"))).toMatchObject({ x: 300, y: 150, width: 300 + BOX.width + 48, height: BOX.height + 48, area: true });
    expect(box("8")).toMatchObject({ parent: areaOf("3"), x: 24, y: 24 });
    expect(box("9")).toMatchObject({ x: 324, type: "15" });
  });
  test("has no lines to a loop's inside, nor to what is gone", () =>
    expect(drawing.lines.map((line) => `${line.from}>${line.to}`)).toEqual(["8>9", "1>3", "5>1", "5>3", "5>3"]));
  test("shows the words of a comment", () => expect(box("31")).toMatchObject({ text: "注意", width: 480 }));
  test.each([undefined, null, 7, "x", {}, { nodes: 3 }, { nodes: [null, 1] }])("of %j is drawn without an error", (broken) =>
    expect(drawingOf(broken).boxes.length).toBeLessThan(3));
});

test("a canvas without places is laid out from left to right, each thing beside the others", () => {
  const nodes = ["1", "2", "3"].map((id) => ({ id, type: "15", data: {}, ...(id === "2" ? { blocks: [{ id: "8", data: {} }, { id: "9", data: {} }], edges: [{ sourceNodeID: "8", targetNodeID: "9" }] } : {}) }));
  const drawing = drawingOf({ nodes, edges: [{ sourceNodeID: "1", targetNodeID: "2" }, { sourceNodeID: "2", targetNodeID: "3" }] });
  expect(drawing.placeless).toBe(true);

  place(drawing);

  const [one, two, , , , three] = drawing.boxes;
  expect(one && two && one.x + one.width < two.x).toBe(true);
  const area = drawing.boxes.find((box) => box.id === areaOf("2"));
  expect(area && three && area.x + area.width < three.x).toBe(true);
  expect(area && two && area.y >= two.y + two.height).toBe(true);
  const [inner, next] = drawing.boxes.filter((box) => box.parent === areaOf("2"));
  expect(inner && next && inner.x + inner.width < next.x).toBe(true);
});
