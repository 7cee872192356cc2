import { expect, test } from "vitest";
import { after, answered, NEW_TRIAL, type Trial } from "./trial";

const event = (name: string, data: unknown) => ({ id: "0", event: name, data: JSON.stringify(data) });
const told = (...events: [string, unknown][]): Trial => events.reduce((trial, [name, data]) => after(trial, event(name, data)), NEW_TRIAL);
const piece = (key: string, content: string, finished = false): [string, unknown] => [
  "Message",
  { content, node_title: `Node ${key}`, node_execute_uuid: key, node_is_finish: finished },
];

test("pieces of one node are joined, nodes side by side kept apart", () =>
  expect(told(piece("a", "晴"), piece("b", "x", true), piece("a", "天", true)).said).toEqual([
    { key: "a", title: "Node a", text: "晴天", finished: true },
    { key: "b", title: "Node b", text: "x", finished: true },
  ]));

test("the end names the run", () =>
  expect(told(["Done", { debug_url: "http://h/work_flow?execute_id=77&space_id=1" }])).toMatchObject({ run: "77", done: true }));

test("a failure has code and words", () =>
  expect(told(["Error", { error_code: 5, error_message: "no", debug_url: "http://h/work_flow?execute_id=7" }])).toMatchObject({
    run: "7",
    failure: { code: 5, message: "no" },
    done: false,
  }));

test("a question is answered once and keeps what was said", () => {
  const interrupt = { event_id: "77/1", type: 2, data: "{}" };
  const waiting = told(piece("a", "hm", true), ["Message", { content: "Q?", node_is_finish: true }], ["Interrupt", { interrupt_data: interrupt }]);
  expect(waiting).toMatchObject({ run: "77", interrupt });
  expect(answered(waiting)).toEqual({ said: waiting.said, run: "77", done: false });
});

test("keep-alives and unknown events say nothing", () => expect(told(["PING", {}], ["Later", {}])).toEqual(NEW_TRIAL));
