// Runs the suites of test/vscode inside a real VS Code, with the extension as its .vsix holds it.
//
//     node scripts/vscode/tests.mjs [SUITE…]     after `npm run package`
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startCode } from "./window.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LIMIT = 180_000; // ms for a suite
const python = process.env.PYTHON ?? "python3";
const PYTHON = execFileSync(python, ["-c", "import sys; print(sys.executable)"], { encoding: "utf-8" }).trim();

// Each suite has a window of its own; what differs is how VS Code is started.
const SUITES = {
  editing: {},
  view: {},
  life: { windows: 2 },
  interpreters: { fake: true },
  untrusted: { trusted: false, planted: true },
};

const work = mkdtempSync(join(tmpdir(), "param-lint-suites-"));
let failed = 0;
let passed = 0;
try {
  const extension = unpacked();
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SUITES);
  for (const name of wanted) {
    await suite(name, SUITES[name], extension);
  }
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`${passed} passed, ${failed} failed in VS Code`);
process.exit(failed === 0 ? 0 : 1);

/** Unpack the .vsix: what is tested is what people install. The tests lie inside it: they share its `vscode` then. */
function unpacked() {
  const [vsix] = readdirSync(ROOT).filter((name) => name.endsWith(".vsix"));
  if (vsix === undefined) {
    throw new Error("there is no .vsix: npm run package");
  }
  execFileSync(PYTHON, ["-m", "zipfile", "-e", join(ROOT, vsix), join(work, "vsix")]);
  const extension = join(work, "vsix", "extension");
  cpSync(join(ROOT, "out/test"), join(extension, "out/test"), { recursive: true });
  return extension;
}

async function suite(name, options, extension) {
  const workspace = join(work, name, "workspace");
  cpSync(join(ROOT, "test/vscode/workspace"), workspace, { recursive: true });
  if (options.planted) {
    // The same modules that the server's own tests plant; each leaves a mark beside the folder when it is run.
    const code = "import pathlib, sys; from tests.project.planted import plant; plant(pathlib.Path(sys.argv[1]))";
    execFileSync(PYTHON, ["-c", code, workspace], { cwd: join(ROOT, "..") });
  }
  const extensions = options.fake ? [fakePythonExtension()] : [];
  const environment = { PARAM_LINT_PYTHON: PYTHON, PARAM_LINT_WORK: join(work, name) };
  if (options.planted) {
    const folder = join(work, name, "window0");
    environment.PATH = `${join(folder, "bin")}:.:${process.env.PATH}`;
    environment.PYTHONPATH = folder;
  }
  const code = await startCode({ extensions, environment, trusted: options.trusted ?? true });
  try {
    const tests = join(extension, `out/test/vscode/${name}.test.js`);
    const windows = Array.from({ length: options.windows ?? 1 }, (_, number) => join(work, name, `window${number}`));
    const statuses = await Promise.all(
      windows.map((folder) => {
        cpSync(workspace, folder, { recursive: true });
        return ended(code, name, folder, extension, tests);
      }),
    );
    for (const status of statuses.filter((each) => each !== 0)) {
      failed += 1;
      console.log(`FAILED  ${name}: ${status}`);
    }
  } finally {
    await code.stop();
  }
}

/** Run the tests in a window of their own, and give their status. */
async function ended(code, name, folder, extension, tests) {
  let finish;
  const done = new Promise((resolve) => {
    finish = resolve;
  });
  const timer = setTimeout(() => finish("the suite takes too long"), LIMIT);
  const payload = [
    ["extensionDevelopmentPath", code.remote(extension)],
    ["extensionTestsPath", code.remote(tests)],
    ["skipWelcome", "true"],
    ["enableSmokeTestDriver", "true"],
  ];
  await code.open(folder, payload, {
    prepare: async (made) => {
      await made.exposeFunction("codeAutomationLog", (_type, args) => hear(name, made, args));
      await made.exposeFunction("codeAutomationExit", async (status) => finish(status));
    },
  });
  const status = await done;
  clearTimeout(timer);
  return status;
}

/** Count and print what the tests say, and do what they ask of the window; the rest of the console is noise. */
function hear(suite, page, args) {
  const text = args.map((each) => (typeof each === "string" ? each : JSON.stringify(each))).join(" ");
  if (text.startsWith("ok ")) {
    passed += 1;
    console.log(`ok      ${suite}: ${text.slice(3)}`);
  } else if (text.startsWith("not ok ")) {
    console.log(`FAILED  ${suite}: ${text.slice(7)}`);
    if (process.env.SHOT) {
      void page.screenshot({ path: process.env.SHOT }).catch(() => undefined); // soon, the window is gone
    }
  } else if (text.startsWith("drive ")) {
    void drive(page, join(work, suite), JSON.parse(text.slice(6)));
  } else if (process.env.VERBOSE) {
    console.log("      ", text);
  }
}

/** Click, press keys and read in the window as a person would: the extension host sees nothing of it. */
async function drive(page, folder, { id, panel, click, press, read }) {
  let answer;
  try {
    const frame = panel ? await panelOf(page) : page.mainFrame();
    if (click !== undefined) {
      await frame.locator(click).first().click({ timeout: 10_000 });
    }
    for (const key of press ?? []) {
      await page.keyboard.press(key);
    }
    answer = { value: read === undefined ? null : ((await frame.evaluate(read)) ?? null) };
  } catch (error) {
    answer = { error: String(error) };
  }
  writeFileSync(join(folder, `${id}.part`), JSON.stringify(answer));
  renameSync(join(folder, `${id}.part`), join(folder, `${id}.json`)); // it is whole when it is seen
}

/** Give the frame of the model view, which VS Code nests in others. */
async function panelOf(page) {
  for (let tries = 0; tries < 100; tries++) {
    for (const frame of page.frames()) {
      const found = frame.locator("main section, main .note");
      if ((await found.count().catch(() => 0)) > 0) {
        return frame;
      }
    }
    await page.waitForTimeout(100);
  }
  throw new Error("there is no model view");
}

function fakePythonExtension() {
  const made = join(work, "python.vsix");
  const vsce = join(ROOT, "node_modules/.bin/vsce");
  const options = ["--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", made];
  execFileSync(vsce, ["package", ...options], { cwd: join(ROOT, "test/fake-python-extension"), stdio: "ignore" });
  return made;
}
