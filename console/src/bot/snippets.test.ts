import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { curlOf, SNIPPETS, type SnippetLanguage } from "./snippets";

const INPUT = {
  origin: "https://pankou.example:8443",
  bot: "7510000000000000201",
  user: "3010000000000001",
  question: `It's "wet" in 杭州 \\ today? ☔`,
};
const code = (language: SnippetLanguage) => SNIPPETS.find((one) => one.language === language)?.code(INPUT) ?? "";

describe("the snippets", () => {
  test.each(SNIPPETS.map((one) => one.language))("name server, agent and the variable with the token: %s", (language) => {
    for (const part of [INPUT.origin, INPUT.bot, "COZE_API_TOKEN"]) expect(code(language)).toContain(part);
  });

  test("curl carries any question through a real shell as JSON", () => {
    const printed = execFileSync("sh", ["-c", `curl() { for a; do last=$a; done; printf %s "$last"; }\n${code("curl")}`]);
    const body = JSON.parse(printed.toString());
    expect(body).toMatchObject({ bot_id: INPUT.bot, stream: true });
    expect(body.additional_messages[0].content).toBe(INPUT.question);
  });

  test.each(["java", "python", "js"] as const)("the question is one string literal in %s", (language) =>
    expect(code(language)).toContain(JSON.stringify(INPUT.question)));
});

test("a call as curl takes the token from the environment", () =>
  expect(curlOf("GET", "/v1/bots?page_num=1", undefined, "http://h")).toBe(
    `curl 'http://h/v1/bots?page_num=1' \\\n  -H "Authorization: Bearer $COZE_API_TOKEN"`,
  ));
