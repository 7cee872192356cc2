import type { ConfigProviderProps } from "antd";
import { useSyncExternalStore } from "react";
import { type Mode, TOKENS } from "./tokens";

/** What the person chose; "system" follows the operating system until they decide. */
export type Choice = Mode | "system";

const KEY = "pankou.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let choice: Choice = read();

function read(): Choice {
  const stored = localStorage.getItem(KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

function mode(): Mode {
  if (choice !== "system") return choice;
  return system.matches ? "dark" : "light";
}

/** Writes the tokens onto the root element: CSSOM, so the page's CSP allows it. */
function paint(): void {
  const root = document.documentElement;
  root.dataset.theme = mode();
  root.style.colorScheme = mode();
  for (const [name, value] of Object.entries(TOKENS[mode()])) root.style.setProperty(`--${name}`, value);
  listeners.forEach((listener) => listener());
}

system.addEventListener("change", paint);
paint();

export function choose(next: Choice): void {
  choice = next;
  if (next === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
  paint();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useMode = (): Mode => useSyncExternalStore(subscribe, mode);
export const useChoice = (): Choice => useSyncExternalStore(subscribe, () => choice);

export const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/** antd's theme made from our tokens. */
export function antTheme(of: Mode): NonNullable<ConfigProviderProps["theme"]> {
  const t = TOKENS[of];
  const reduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    token: {
      colorPrimary: t.primary,
      colorPrimaryHover: t["primary-hover"],
      colorLink: t.primary,
      colorInfo: t.primary,
      colorSuccess: t.success,
      colorWarning: t.warning,
      colorError: t.error,
      colorBgBase: t.surface,
      colorTextBase: t.text,
      colorText: t.text,
      colorTextSecondary: t["text-2"],
      colorTextTertiary: t["text-2"],
      colorTextDescription: t["text-2"],
      colorTextPlaceholder: t["text-2"],
      colorTextLightSolid: t["on-primary"],
      colorBgLayout: t.bg,
      colorBgContainer: t.surface,
      colorBgElevated: t.surface,
      colorBorder: t.border,
      colorBorderSecondary: t.line,
      colorBorderDisabled: t.line,
      controlItemBgActive: t["primary-soft"],
      controlItemBgHover: t.sunken,
      fontFamily: FONT,
      fontSize: 14,
      fontWeightStrong: 600,
      controlHeight: 32,
      borderRadius: 6,
      borderRadiusLG: 10,
      motion: !reduced,
      motionDurationFast: "0.08s",
      motionDurationMid: "0.12s",
      motionDurationSlow: "0.12s",
      wireframe: false,
    },
    components: {
      Select: { colorTextQuaternary: t["text-2"] },
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500 },
    },
  };
}
