import { describe, expect, test } from "vitest";
import { ImeGuard } from "./ime";

const enter = (timeStamp: number, more = {}) => ({ timeStamp, isComposing: false, keyCode: 13, ...more });

describe("the guard against sending while composing", () => {
  test("lets a plain Enter through", () => expect(new ImeGuard().composing(enter(10))).toBe(false));

  test("holds every key between start and end", () => {
    const guard = new ImeGuard();
    guard.start();
    expect(guard.composing(enter(10))).toBe(true);
    guard.end(20);
    expect(guard.composing(enter(500))).toBe(false);
  });

  test("holds a key the browser marks as composing", () =>
    expect(new ImeGuard().composing(enter(10, { isComposing: true, keyCode: 229 }))).toBe(true));

  test("holds the Enter that Safari reports after the end", () => {
    const guard = new ImeGuard();
    guard.start();
    guard.end(100);
    expect(guard.composing(enter(101, { keyCode: 229 }))).toBe(true);
  });

  test("does not take key code 229 alone for a composition", () =>
    expect(new ImeGuard().composing(enter(5000, { keyCode: 229 }))).toBe(false));
});
