import i18next from "i18next";
import { t } from "../i18n/texts";

const formats = new Map<string, Intl.NumberFormat>();

/** Makes each format once: a list asks for hundreds. */
function number(value: number, digits = 0): string {
  const key = `${i18next.language || "en"} ${digits}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(i18next.language || "en", { maximumFractionDigits: digits })));
  return format.format(value);
}

/** How long something took: "42 ms", "1.3 s", "2 min 5 s"; the units are said in every language alike. */
export function took(milliseconds: number): string {
  if (milliseconds < 1000) return `${number(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${number(milliseconds / 1000, milliseconds < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${number(hours)} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** A time of day with seconds, and the day before it; Unix milliseconds. */
export const moment = (milliseconds: number): string =>
  new Intl.DateTimeFormat(i18next.language, { dateStyle: "medium", timeStyle: "medium" }).format(milliseconds);

export const versionName = (version: string): string => (version === "" || version === "draft" ? t("run.draft") : version);

/** Where a span lies on a line of `from` to `to`, in percent; never too thin to be seen. */
export function barOf(startedAt: number, endedAt: number, from: number, to: number): { left: number; width: number } {
  const whole = Math.max(1, to - from);
  const left = Math.min(98, Math.max(0, ((startedAt - from) / whole) * 100));
  return { left, width: Math.min(100 - left, Math.max(0.6, ((endedAt - startedAt) / whole) * 100)) };
}

/** What can be done about an error of a run, by its code. */
export function adviceOf(code: number): string {
  if (code === 777777777) return t("run.advice.cancelled");
  if (code === 777777776) return t("run.advice.nodeTimeout");
  if (code === 720702085) return t("run.advice.timeout");
  if (code === 720701003) return t("run.advice.canvas");
  if (code === 777777773) return t("run.advice.modelJson");
  if (code === 720701004) return t("run.advice.remote");
  return t("run.advice.other");
}
