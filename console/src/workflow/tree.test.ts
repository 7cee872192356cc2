import { describe, expect, test } from "vitest";
import type { Traced } from "../data/wire";
import { around, nodeOf, rowsOf, statesOf, subOf, together, treeOf } from "./tree";

function ran(key: string, started_at: number, more: Partial<Traced> = {}): Traced {
  return { key, node_id: nodeOf(key), node_type: "Text", type: "15", title: key, status: "success", started_at, duration_ms: 5, attempts: 1, ...more };
}
const NOTHING = new Set<string>();
const lines = (nodes: Traced[], over = true, closed: ReadonlySet<string> = NOTHING) =>
  rowsOf(treeOf(nodes, over), closed).map((row) => `${"  ".repeat(row.level - 1)}${row.key} ${row.status}`);

describe("keys", () => {
  test.each([
    ["110", "", "", "110"],
    ["130001[3]/120002", "130001[3]", "", "120002"],
    ["130001[3]", "130001", "", "130001"],
    ["400/110", "400", "400", "110"],
    ["400/130001[3]/120002", "400/130001[3]", "400", "120002"],
    ["130001[0]/400/7", "130001[0]/400", "130001[0]/400", "7"],
  ])("%s lies in %s, on the canvas of %s", (key, outer, sub, node) => {
    expect(around(key)).toBe(outer);
    expect(subOf(key)).toBe(sub);
    expect(nodeOf(key)).toBe(node);
  });
});

describe("the list of nodes", () => {
  test("stands in the order of the start, nested by sub-workflow and round", () =>
    expect(
      lines([
        ran("1", 0),
        ran("130001[1]/9", 30),
        ran("130001[0]/9", 20),
        ran("130001", 10),
        ran("400", 40),
        ran("400/7", 41),
        ran("2", 50),
      ]),
    ).toEqual([
      "1 success",
      "130001 success",
      "  130001[0] success",
      "    130001[0]/9 success",
      "  130001[1] success",
      "    130001[1]/9 success",
      "400 success",
      "  400/7 success",
      "2 success",
    ]));
  test("has the tenth round after the second", () =>
    expect(lines([ran("3[10]/9", 0), ran("3[2]/9", 5)]).filter((line) => line.includes("] "))).toEqual(["  3[2] success", "  3[10] success"]));
  test("gives a loop that has not ended a line of its own", () => {
    const [loop, round] = rowsOf(treeOf([ran("3[0]/9", 20, { status: "fail" })], false), NOTHING);
    expect(loop).toMatchObject({ key: "3", status: "running", startedAt: 20, endedAt: undefined, children: 1 });
    expect(round).toMatchObject({ key: "3[0]", status: "fail", round: 0, endedAt: 25 });
  });
  test("says of what a run left behind that it was stopped", () =>
    expect(lines([ran("1", 0, { status: "running" }), ran("3[0]/9", 1)], true)).toEqual([
      "1 cancel",
      "3 cancel",
      "  3[0] success",
      "    3[0]/9 success",
    ]));
  test("leaves out what is below a closed line", () =>
    expect(lines([ran("400", 0), ran("400/7", 1), ran("2", 2)], true, new Set(["400"]))).toEqual(["400 success", "2 success"]));
  test("of 20,000 executions is made within a second", () => {
    const nodes = Array.from({ length: 20_000 }, (_, at) => ran(`3[${at >> 1}]/${at % 2}`, at));
    const began = performance.now();
    expect(rowsOf(treeOf(nodes, true), NOTHING)).toHaveLength(30_001);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe("the states on a canvas", () => {
  test("are those of its own nodes, all rounds together", () => {
    const nodes = [
      ran("3[0]/9", 0, { port: "true" }),
      ran("3[1]/9", 1, { status: "fail", port: "false" }),
      ran("400/9", 2),
      ran("400", 2, { status: "warning" }),
    ];
    expect([...statesOf(nodes, "", false)]).toEqual([
      ["3", { status: "running", times: 1, ports: [] }],
      ["9", { status: "fail", times: 2, ports: ["true", "false"] }],
      ["400", { status: "warning", times: 1, ports: [""] }],
    ]);
    expect([...statesOf(nodes, "400", true)]).toEqual([["9", { status: "success", times: 1, ports: [""] }]]);
  });
  test("name first what needs a person", () => expect(together(["success", "running", "waiting"])).toBe("waiting"));
});
