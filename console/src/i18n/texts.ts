import i18next from "i18next";
import { useSyncExternalStore } from "react";
import type en from "./en.json";

export type Language = "zh" | "en";
type Plural<K> = K extends `${infer Base}_${"one" | "other"}` ? Base : K;
/** Every key of the texts; a plural is asked for without its ending. */
export type TextKey = Plural<keyof typeof en>;

const KEY = "pankou.language";
const load = { en: () => import("./en.json"), zh: () => import("./zh.json") };
const listeners = new Set<() => void>();

function preferred(): Language {
  const stored = localStorage.getItem(KEY);
  if (stored === "zh" || stored === "en") return stored;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Fetches the texts of the person's language; the app is drawn after it. */
export async function startTexts(): Promise<void> {
  await i18next.init({
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false }, // React escapes
    resources: {},
  });
  await speak(preferred());
}

async function speak(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", (await load[language]()).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  listeners.forEach((listener) => listener());
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await speak(language);
}

export const t = (key: TextKey, values?: Record<string, string | number>): string => i18next.t(key, values ?? {});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useLanguage = (): Language => useSyncExternalStore(subscribe, () => i18next.language as Language);

/** The texts, drawn anew when the language changes. */
export function useTexts(): typeof t {
  useLanguage();
  return t;
}

/** A day in the person's language; `seconds` is Unix time. */
export const day = (seconds: number): string =>
  new Intl.DateTimeFormat(i18next.language, { dateStyle: "medium" }).format(seconds * 1000);

export const clock = (milliseconds: number): string =>
  new Intl.DateTimeFormat(i18next.language, { hour: "2-digit", minute: "2-digit" }).format(milliseconds);

export const count = (value: number): string => new Intl.NumberFormat(i18next.language).format(value);

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** "3 hours ago"; a day after a week. */
export function ago(seconds: number, now = Date.now() / 1000): string {
  const past = Math.max(0, now - seconds);
  if (past > 7 * 86_400) return day(seconds);
  const format = new Intl.RelativeTimeFormat(i18next.language, { numeric: "auto" });
  for (const [unit, size] of UNITS) if (past >= size) return format.format(-Math.floor(past / size), unit);
  return t("app.now");
}
