// Writes src/api/schema.d.ts from openapi.json. With a server's address (npm run types -- http://127.0.0.1:8787) the copy
// is fetched anew first. The mark in the first line ties both files together; schema.test.ts holds them to it.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [server] = process.argv.slice(2);
if (server) {
  const answer = await fetch(new URL("/openapi.json", server));
  if (!answer.ok) throw new Error(`${server} answered HTTP ${answer.status}`);
  writeFileSync(file("openapi.json"), `${JSON.stringify(await answer.json(), null, 1)}\n`);
}
if (!existsSync(file("types/node_modules"))) execFileSync("npm", ["--prefix", file("types"), "ci"], { stdio: "inherit" });

const { astToString, default: generate } = await import(
  pathToFileURL(file("types/node_modules/openapi-typescript/dist/index.mjs")).href
);
const copy = readFileSync(file("openapi.json"), "utf8");
const mark = createHash("sha256").update(copy).digest("hex");
const types = astToString(await generate(JSON.parse(copy), { alphabetize: true, defaultNonNullable: false }));
writeFileSync(file("src/api/schema.d.ts"), `// Made by npm run types from openapi.json, sha256 ${mark}; not edited by hand.\n${types}`);
