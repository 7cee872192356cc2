// The first load: what a signed-in person's browser fetches before the agents page stands. Must stay under the budget.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 250;
const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, "utf8"));
const size = (file) => gzipSync(readFileSync(dist + file), { level: 9 }).length;

const files = new Set(["index.html"]);
function take(key) {
  const chunk = manifest[key];
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) take(next);
}
take("index.html");
take("src/i18n/zh.json"); // one language is fetched with it; zh is the larger

let total = 0;
for (const file of files) {
  const bytes = size(file);
  total += bytes;
  console.log(`${(bytes / 1024).toFixed(1).padStart(8)} KB  ${file}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(8)} KB  first load, gzip; budget ${BUDGET_KB} KB`);
if (total > BUDGET_KB * 1024) process.exit(1);
