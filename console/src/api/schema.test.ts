import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const file = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

test("the types are those of the committed document; npm run types makes them anew", () => {
  const mark = createHash("sha256").update(file("../../openapi.json")).digest("hex");
  expect(file("schema.d.ts").split("\n")[0]).toContain(mark);
});
