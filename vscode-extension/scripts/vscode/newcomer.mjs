// Goes a newcomer's way in a real VS Code, from the .vsix to the first hint, and prints each step with its seconds as JSON.
//
//     node scripts/vscode/newcomer.mjs FILE.py     after `npm run package`; `docs/newcomer.py` asks it
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startCode } from "./window.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const [program] = process.argv.slice(2);
const [vsix] = readdirSync(ROOT).filter((name) => name.endsWith(".vsix"));
const folder = mkdtempSync(join(tmpdir(), "param-lint-newcomer-"));
copyFileSync(program, join(folder, basename(program)));

const steps = [];
const code = await startCode({ extensions: [join(ROOT, vsix)], driven: false });
try {
  steps.push(["install the `.vsix`", code.installing]);
  await open("the first time");
  await open("the next time");
} finally {
  await code.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
console.log(JSON.stringify(steps.map(([step, took]) => [step, took / 1000])));

/** Open the program in a new window, and take the time until its text is there, and from then until a hint is. */
async function open(when) {
  const begin = performance.now();
  const payload = [
    ["openFile", code.remote(join(folder, basename(program)))],
    ["skipWelcome", "true"],
  ];
  const page = await code.open(folder, payload);
  const text = await seen(page, /Sequential/);
  steps.push([`open the file, ${when}`, text - begin]);
  steps.push(["from its text to its hints", (await seen(page, /Σ [\d,]+/)) - text]);
  await page.context().close();
}

async function seen(page, pattern) {
  const matches = ({ source }) =>
    [...document.querySelectorAll(".monaco-editor .view-line")].some((line) =>
      new RegExp(source).test(line.textContent.replaceAll("\u00a0", " ")),
    );
  await page.waitForFunction(matches, { source: pattern.source }, { timeout: 180_000, polling: 50 });
  return performance.now();
}
