import { describe, expect, test } from "vitest";
import { type Mode, TOKENS } from "./tokens";

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const TEXT = ["text", "text-2", "primary", "success", "warning", "error", "mark"] as const;

describe.each<Mode>(["light", "dark"])("%s colours", (mode) => {
  const t = TOKENS[mode];
  test.each(TEXT)("%s can be read on every ground", (name) => {
    for (const ground of [t.bg, t.surface, t.sunken]) expect(contrast(t[name], ground)).toBeGreaterThanOrEqual(4.5);
  });
  test("the words on a primary button can be read", () =>
    expect(contrast(t["on-primary"], t.primary)).toBeGreaterThanOrEqual(4.5));
  test("the words on a primary button under the pointer can be read", () =>
    expect(contrast(t["on-primary"], t["primary-hover"])).toBeGreaterThanOrEqual(4.5));
  test("an error can be read on its own ground", () =>
    expect(contrast(t.error, t["error-soft"])).toBeGreaterThanOrEqual(4.5));
  test("primary words can be read on their soft ground", () =>
    expect(contrast(t.primary, t["primary-soft"])).toBeGreaterThanOrEqual(4.5));
  test("borders of parts are seen", () => expect(contrast(t.border, t.surface)).toBeGreaterThanOrEqual(3));
});
