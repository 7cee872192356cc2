import { expect, test } from "vitest";
import { missingOf, readImport } from "./ImportPanel";

const entry = (kind: "mapped" | "emulated" | "missing" | "unknown", what: string, id?: string) => ({
  kind,
  what,
  en: "",
  zh: "",
  ...(id ? { foreign_id: id } : {}),
});

test("what is missing is asked for once each, what has no id or no kind is not", () =>
  expect(
    missingOf([
      entry("missing", "plugin", "7"),
      entry("missing", "tool", "8"),
      entry("missing", "plugin", "7"),
      entry("mapped", "knowledge", "9"),
      entry("emulated", "model", "10"),
      entry("missing", "node_type", "16"),
      entry("missing", "workflow"),
    ]),
  ).toEqual([
    { kind: "plugin", id: "7" },
    { kind: "tool", id: "8" },
  ]));

test("a ZIP goes as base64, everything else as text", () => {
  expect(readImport(new TextEncoder().encode('{"节点":[]}'))).toEqual({ canvas: '{"节点":[]}' });
  expect(readImport(new Uint8Array([0x50, 0x4b, 3, 4]))).toEqual({ file: "UEsDBA==" });
});
