import { describe, expect, test } from "vitest";
import { type BotFields, bodyOf, LIMIT } from "./bot.api";
import { changesOf, isValid } from "./useDraft";

const BASE: BotFields = {
  name: "徒步向导",
  description: "",
  prompt: "You plan hikes.",
  model: "1800000001",
  prologue: "Hi",
  questions: ["Easy walk?"],
  suggest: true,
};

describe("saving a draft", () => {
  test("sends only what changed, so that a colleague's other field stays", () => {
    const edited = { ...BASE, prompt: "You plan walks." };
    const changes = changesOf(BASE, edited);
    expect(bodyOf(changes, edited)).toEqual({ prompt_info: { prompt: "You plan walks." } });
  });

  test("sends opening message and questions together, for they are one field on the wire", () => {
    const edited = { ...BASE, questions: ["Easy walk?", " ", "雨?"] };
    expect(bodyOf(changesOf(BASE, edited), edited)).toEqual({
      onboarding_info: { prologue: "Hi", suggested_questions: ["Easy walk?", "雨?"] },
    });
  });

  test("sees no change where nothing changed", () =>
    expect(changesOf(BASE, { ...BASE, questions: ["Easy walk?"] })).toEqual({}));

  test("counts characters as people do", () => {
    expect(isValid({ ...BASE, name: "☔".repeat(LIMIT.name) })).toBe(true);
    expect(isValid({ ...BASE, name: "☔".repeat(LIMIT.name + 1) })).toBe(false);
    expect(isValid({ ...BASE, prompt: "山".repeat(LIMIT.prompt) })).toBe(true);
    expect(isValid({ ...BASE, prompt: "山".repeat(LIMIT.prompt + 1) })).toBe(false);
  });
});
