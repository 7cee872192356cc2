import { describe, expect, test } from "vitest";
import { type Field, fieldsOf, questionOf, startFields, valuesOf } from "./fields";

const field = (type: string, more: Partial<Field> = {}): Field => ({ name: "v", type, required: false, description: "", preset: "", assist: 0, ...more });
const read = (of: Field, typed: string) => valuesOf([of], { v: typed });

describe("a form", () => {
  test("asks for what Start gives", () =>
    expect(
      startFields({ nodes: [{ type: "15" }, { type: "1", data: { outputs: [{ name: "city", type: "string", required: true, defaultValue: "杭州" }] } }] }),
    ).toEqual([{ ...field("string"), name: "city", required: true, preset: "杭州" }]));
  test("of a canvas without Start is empty", () => expect(startFields({})).toEqual([]));
  test.each([
    ["string", " a ", " a "],
    ["integer", "12", 12],
    ["integer", "9007199254740993", "9007199254740993"],
    ["float", "1.5", 1.5],
    ["boolean", "false", false],
    ["list", "[1]", [1]],
    ["object", '{"a":1}', { a: 1 }],
  ])("reads a %s from %j", (type, typed, value) => expect(read(field(type), typed)).toEqual({ values: { v: value }, problems: {} }));
  test.each([
    ["integer", "1.5"],
    ["integer", "x"],
    ["float", "1,5"],
    ["list", "{}"],
    ["object", "[]"],
    ["object", "{"],
  ])("refuses as a %s what is %j", (type, typed) => expect(Object.keys(read(field(type), typed).problems)).toEqual(["v"]));
  test("leaves out what was left empty, unless it is required", () => {
    expect(read(field("integer"), "")).toEqual({ values: {}, problems: {} });
    expect(Object.keys(read(field("string", { required: true }), "").problems)).toEqual(["v"]);
  });
  test("takes the preset until something is typed", () => expect(valuesOf([field("integer", { preset: "3" })], {}).values).toEqual({ v: 3 }));
});

describe("a question", () => {
  test("is a text", () => expect(questionOf(2, '{"content_type":"text","content":"哪里？"}')).toEqual({ text: "哪里？", options: [], fields: [] }));
  test("has options", () =>
    expect(questionOf(2, JSON.stringify({ content_type: "option", content: JSON.stringify({ question: "Q", options: [{ name: "A" }, { name: "B" }] }) }))).toEqual({
      text: "Q",
      options: ["A", "B"],
      fields: [],
    }));
  test("of an input node asks for fields", () =>
    expect(questionOf(5, JSON.stringify({ content_type: "text", content: '[{"type":"integer","name":"n","required":true}]' })).fields).toEqual(
      fieldsOf([{ type: "integer", name: "n", required: true }]),
    ));
  test("that is no JSON is shown as it is", () => expect(questionOf(1, "tool").text).toBe("tool"));
});
