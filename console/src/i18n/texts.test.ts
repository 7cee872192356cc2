import { describe, expect, test } from "vitest";
// @ts-expect-error a plain script without types, shared with the build
import { problems, sources, texts } from "../../scripts/check-texts.mjs";

describe("the texts", () => {
  test("are whole and the same keys in both languages", () =>
    expect(problems(texts("en"), texts("zh"), sources())).toEqual([]));

  test("are refused when a language lacks a key", () =>
    expect(problems({ "a.b": "x" }, {}, 't("a.b")')).toEqual(["zh lacks a.b"]));

  test("are refused when a placeholder differs", () =>
    expect(problems({ "a.b": "{{n}}" }, { "a.b": "{{m}}" }, 't("a.b")')).toEqual(["a.b has other placeholders in zh"]));

  test("are refused when the code asks for one that is missing", () =>
    expect(problems({}, {}, 't("a.b")')).toEqual(["code asks for a.b, which is missing"]));
});
