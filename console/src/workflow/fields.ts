import type { TextKey } from "../i18n/texts";

/** A value that a person is asked for: an output of Start, or a field of an input node. */
export interface Field {
  name: string;
  /** string, integer, float, boolean, list, object, …; as the canvas writes it. */
  type: string;
  required: boolean;
  description: string;
  /** As text; "" = none. */
  preset: string;
  /** A file's kind (WORKFLOW 3); 0 = none. */
  assist: number;
}

type Json = Record<string, unknown>;
const object = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const string = (value: unknown): string => (typeof value === "string" ? value : "");

const START = "1";

/** What Start of a canvas takes. */
export function startFields(canvas: unknown): Field[] {
  const nodes = object(canvas)["nodes"];
  const start = (Array.isArray(nodes) ? nodes : []).map(object).find((node) => String(node["type"]) === START);
  return fieldsOf(object(start?.["data"])["outputs"]);
}

export function fieldsOf(list: unknown): Field[] {
  if (!Array.isArray(list)) return [];
  return list.map(object).map((one) => {
    const preset = one["defaultValue"];
    return {
      name: string(one["name"]),
      type: string(one["type"]) || "string",
      required: one["required"] === true,
      description: string(one["description"]),
      preset: preset === undefined || preset === null ? "" : typeof preset === "string" ? preset : JSON.stringify(preset),
      assist: typeof one["assistType"] === "number" ? one["assistType"] : 0,
    };
  });
}

/** Fields that take free text; the others take a number, a choice or JSON. */
export const isText = (field: Field): boolean => field.type === "string" || field.type === "time" || field.type === "file";
export const isJson = (field: Field): boolean => !isText(field) && !["integer", "float", "number", "boolean"].includes(field.type);

/** The value of what was typed, or the text of a problem. */
export function valueOf(field: Field, typed: string): { value?: unknown; problem?: TextKey } {
  if (typed.trim() === "") {
    if (field.required && !(field.type === "string" && typed !== "")) return { problem: "run.field.missing" };
    return typed === "" ? {} : { value: typed };
  }
  if (isText(field)) return { value: typed };
  if (field.type === "boolean") return { value: typed === "true" };
  if (!isJson(field)) {
    const number = Number(typed);
    if (!Number.isFinite(number) || (field.type === "integer" && !Number.isInteger(number))) {
      return { problem: field.type === "integer" ? "run.field.integer" : "run.field.number" };
    }
    // Beyond what a double holds exactly the text goes, which the server reads as a number.
    return { value: Number.isInteger(number) && !Number.isSafeInteger(number) ? typed.trim() : number };
  }
  try {
    const value: unknown = JSON.parse(typed);
    const fits = field.type === "list" ? Array.isArray(value) : field.type !== "object" || (typeof value === "object" && !Array.isArray(value));
    return fits ? { value } : { problem: field.type === "list" ? "run.field.list" : "run.field.object" };
  } catch {
    return { problem: "run.field.json" };
  }
}

/** All values, or the problems by field name. */
export function valuesOf(fields: Field[], typed: Record<string, string>) {
  const values: Record<string, unknown> = {};
  const problems: Record<string, TextKey> = {};
  for (const field of fields) {
    const { value, problem } = valueOf(field, typed[field.name] ?? field.preset);
    if (problem) problems[field.name] = problem;
    else if (value !== undefined) values[field.name] = value;
  }
  return { values, problems };
}

/** An open question as a person is shown it. */
export interface Question {
  text: string;
  options: string[];
  /** Of an input node: what it wants; else empty. */
  fields: Field[];
}

const INPUT = 5;

/** Reads `interrupt_data` (BEHAVIOUR 2.5). */
export function questionOf(type: number, data: string): Question {
  try {
    const outer = object(JSON.parse(data));
    const content = outer["content"];
    if (outer["content_type"] === "option") {
      const inner = object(typeof content === "string" ? JSON.parse(content) : content);
      const options = Array.isArray(inner["options"]) ? inner["options"].map((one) => string(object(one)["name"])) : [];
      return { text: string(inner["question"]), options, fields: [] };
    }
    if (type === INPUT) return { text: "", options: [], fields: fieldsOf(typeof content === "string" ? JSON.parse(content) : content) };
    return { text: string(content) || data, options: [], fields: [] };
  } catch {
    return { text: data, options: [], fields: [] };
  }
}
