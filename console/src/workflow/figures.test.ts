import { describe, expect, test } from "vitest";
import { barOf, took } from "./figures";
import { folded } from "./JsonView";
import { pollWait } from "./workflow.api";

test.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [1340, "1.34 s"],
  [59_960, "60 s"],
  [125_000, "2 min 5 s"],
  [3_725_000, "1 h 2 min"],
])("%i ms are said as %s", (milliseconds, words) => expect(took(milliseconds)).toBe(words));

describe("a bar of time", () => {
  test("lies where the node ran", () => expect(barOf(150, 200, 100, 200)).toEqual({ left: 50, width: 50 }));
  test("is never too thin to be seen, nor beyond the end", () => {
    expect(barOf(200, 200, 100, 200)).toEqual({ left: 98, width: 0.6 });
    expect(barOf(100, 100, 100, 100)).toEqual({ left: 0, width: 0.6 });
  });
});

describe("a value", () => {
  const more = (characters: number) => `+${characters}`;
  test("is folded at its long texts", () => {
    expect(folded({ a: "x".repeat(601) }, more)).toEqual({ text: `{\n  "a": "${"x".repeat(600)}… (+1)"\n}`, cut: true });
    expect(folded({ a: "x".repeat(600) }, more).cut).toBe(false);
  });
  test("that is a text stands without quotes", () => expect(folded("晴", more)).toEqual({ text: "晴", cut: false }));
  test("of many parts ends somewhere", () => {
    const { text, cut } = folded(Array.from({ length: 20_000 }, (_, at) => at), more);
    expect(cut).toBe(true);
    expect(text.length).toBeLessThan(20_010);
  });
});

test("a run is asked for less and less often while nothing happens, a large one more seldom", () => {
  expect(pollWait(0, 3)).toBe(500);
  expect(pollWait(3, 3)).toBeGreaterThan(pollWait(2, 3));
  expect(pollWait(99, 3)).toBe(5000);
  expect(pollWait(0, 2000)).toBe(2000);
});
