// Fails when zh and en differ in keys or placeholders, when code asks for a text that is missing, or nobody asks for one.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));

/** Every problem as a sentence; none = []. */
export function problems(en, zh, code) {
  const found = [];
  for (const key of Object.keys(en)) {
    if (!(key in zh)) found.push(`zh lacks ${key}`);
    else if (holes(en[key]) !== holes(zh[key])) found.push(`${key} has other placeholders in zh`);
    if (en[key] === "" || zh[key] === "") found.push(`${key} is empty`);
  }
  for (const key of Object.keys(zh)) if (!(key in en)) found.push(`en lacks ${key}`);
  const asked = new Set([...code.matchAll(/["'`]([a-z]+(?:\.[A-Za-z0-9]+)+)["'`]/g)].map((match) => match[1]));
  const prefixes = [...code.matchAll(/`([a-z]+(?:\.[A-Za-z]+)*\.)\$\{/g)].map((match) => match[1]);
  const bare = (key) => key.replace(/_(one|other)$/, "");
  const known = new Set(Object.keys(en).map(bare));
  for (const match of code.matchAll(/\bt\(\s*["']([^"']+)["']/g)) {
    if (!known.has(match[1])) found.push(`code asks for ${match[1]}, which is missing`);
  }
  for (const key of known) {
    if (!asked.has(key) && !prefixes.some((prefix) => key.startsWith(prefix))) found.push(`nobody asks for ${key}`);
  }
  return found;
}

const holes = (text) => [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1]).sort().join();

export function sources(directory = SOURCE) {
  return readdirSync(directory, { recursive: true })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => readFileSync(join(directory, name), "utf8"))
    .join("\n");
}

export const texts = (language) => JSON.parse(readFileSync(join(SOURCE, "i18n", `${language}.json`), "utf8"));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = problems(texts("en"), texts("zh"), sources());
  for (const problem of found) console.error(problem);
  if (found.length > 0) process.exit(1);
}
