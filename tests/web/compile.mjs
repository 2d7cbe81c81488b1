// Compiles MJML with npm's mjml: NODE compile.mjs TIMES < mjml prints {"first", "warm"} in milliseconds.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { File } from "node:buffer";

// One of its parts expects the File of later versions of Node.js.
globalThis.File ??= File;
const found = createRequire(import.meta.url)("mjml");
const mjml2html = found.default ?? found;
const source = readFileSync(0, "utf8");
async function compile() {
  const start = performance.now();
  await mjml2html(source, { fonts: {} });
  return performance.now() - start;
}

const first = await compile();
for (let warm = 0; warm < 20; warm++) await compile();
const runs = [];
for (let run = 0; run < Number(process.argv[2]); run++) runs.push(await compile());
const warm = runs.sort((a, b) => a - b)[runs.length >> 1];
process.stdout.write(JSON.stringify({ first, warm }));
