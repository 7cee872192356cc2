import { describe, expect, test } from "vitest";
import type { Message } from "../data/wire";
import { fold, newTurn, type Turn, turnsOf } from "./turn";

const message = (over: Partial<Message>): Message => ({
  id: "501",
  conversation_id: "301",
  section_id: "302",
  bot_id: "201",
  chat_id: "402",
  role: "assistant",
  type: "answer",
  content: "",
  content_type: "text",
  meta_data: {},
  created_at: 1,
  updated_at: 1,
  ...over,
});
const chat = { id: "402", conversation_id: "301", bot_id: "201", section_id: "302" };
const play = (events: [string, unknown][]): Turn =>
  events.reduce((turn, [event, data]) => fold(turn, event, data, 2500), newTurn("天气?", 1000));

describe("a streamed turn", () => {
  test("gathers deltas, the whole message replaces them, suggestions and usage follow", () => {
    const turn = play([
      ["conversation.chat.created", { ...chat, status: "created" }],
      ["conversation.message.delta", message({ reasoning_content: "The user" })],
      ["conversation.message.delta", message({ content: "It stays" })],
      ["conversation.message.delta", message({ content: " dry" })],
      ["conversation.message.completed", message({ content: "It stays dry. ☔" })],
      ["conversation.message.completed", message({ id: "9", type: "verbose", content: "{}" })],
      ["conversation.message.completed", message({ id: "10", type: "follow_up", content: "And Monday?" })],
      ["conversation.chat.completed", { ...chat, usage: { token_count: 3, output_count: 2, input_count: 1 } }],
      ["done", "[DONE]"],
    ]);
    expect(turn).toMatchObject({ state: "done", chatId: "402", sectionId: "302", tookMs: 1500, followUps: ["And Monday?"] });
    expect(turn.answers).toEqual([{ id: "501", text: "It stays dry. ☔", reasoning: "The user" }]);
    expect(turn.usage?.token_count).toBe(3);
  });

  test("keeps what came before a failure and says why", () => {
    const turn = play([
      ["conversation.message.delta", message({ content: "It" })],
      ["conversation.chat.failed", { ...chat, last_error: { code: 5000, msg: "model gone" } }],
    ]);
    expect(turn.state).toBe("failed");
    expect(turn.failure).toMatchObject({ code: 5000, msg: "model gone" });
    expect(turn.answers[0]?.text).toBe("It");
  });

  test("names the tools it called", () =>
    expect(play([["conversation.message.completed", message({ type: "function_call", content: '{"name":"W-now"}' })]]).tools).toEqual(
      ["W-now"],
    ));
});

test("stored messages become turns, those put in by hand stand alone", () => {
  const turns = turnsOf([
    message({ id: "1", chat_id: "", role: "user", type: "question", content: "by hand" }),
    message({ id: "2", role: "user", type: "question", content_type: "object_string", content: '[{"type":"text","text":"山?"}]' }),
    message({ id: "3", content: "Yes." }),
    message({ id: "4", content: "And more." }),
  ]);
  expect(turns.map((turn) => [turn.question, turn.answers.map((answer) => answer.text)])).toEqual([
    ["by hand", []],
    ["山?", ["Yes.", "And more."]],
  ]);
});
