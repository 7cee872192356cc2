import { describe, expect, test } from "vitest";
import { blocks } from "./blocks";

describe("the cutter of Markdown", () => {
  test("cuts at blank lines", () => expect(blocks("# 天气\n\nRain.\n\nSun.")).toEqual(["# 天气\n", "Rain.\n", "Sun."]));
  test("leaves a fence whole", () => {
    const text = "```js\na\n\nb\n```";
    expect(blocks(text)).toEqual([text]);
    expect(blocks(`${text}\n\nend`)).toEqual([`${text}\n`, "end"]);
  });
  test("leaves an unfinished fence whole", () => expect(blocks("```\na\n\nb")).toEqual(["```\na\n\nb"]));
  test("leaves a loose list whole", () => expect(blocks("1. a\n\n2. b\n\n   more")).toHaveLength(1));
  test("leaves a text with link definitions whole", () => expect(blocks("[a]\n\nb\n\n[a]: /x")).toHaveLength(1));
  test("loses no character, wherever the stream stands", () => {
    const text = "One.\n\nTwo **bold**.\n\n- a\n- b\n\n```\nx\n\ny\n```\n\nThree.";
    for (let end = 0; end <= text.length; end++) expect(blocks(text.slice(0, end)).join("\n")).toBe(text.slice(0, end));
  });
});
