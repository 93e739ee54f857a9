// Takes the pictures of the documentation in a real VS Code, with the extension installed from its .vsix.
//
//     node scripts/vscode/pictures.mjs [NAME…]     after `npm run package`; needs the fonts of fonts-dejavu-core
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startCode } from "./window.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PICTURES = join(ROOT, "..", "docs", "pictures");
const MEDIA = join(ROOT, "media");
const SETTINGS = {
  "breadcrumbs.enabled": false,
  "editor.fontFamily": "DejaVu Sans Mono",
  "editor.fontSize": 14,
  "editor.minimap.enabled": false,
  "editor.occurrencesHighlight": "off",
  "editor.renderLineHighlight": "none",
  "editor.scrollbar.horizontal": "hidden",
  "editor.scrollbar.vertical": "hidden",
  "editor.overviewRulerBorder": false,
  "editor.stickyScroll.enabled": false,
  "notebook.lineNumbers": "on",
  "window.commandCenter": false,
  "window.menuBarVisibility": "hidden",
  "workbench.activityBar.location": "hidden",
  "workbench.colorTheme": "Default Light Modern",
  "workbench.layoutControl.enabled": false,
};

const PROGRAM = `from tensorflow import keras
from tensorflow.keras import layers

model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D(32, kernel_size=3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Conv2D(64, kernel_size=3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dropout(0.5),
    layers.Dense(128, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy")
`;
const MISFIT = PROGRAM.replace("    layers.Flatten(),\n", "").replace(
  'Dense(128, activation="relu")',
  "Conv1D(128, 3)",
);
const CELLS = [
  ["markdown", "## A small classifier\nThe sizes come from the data."],
  [
    "code",
    "from sklearn.datasets import load_iris\nfrom tensorflow import keras\n\nX, y = load_iris(return_X_y=True)\nclasses = len(set(y))",
  ],
  [
    "code",
    'model = keras.Sequential([\n    keras.Input(X.shape[1:]),\n    keras.layers.Dense(32, activation="relu"),\n    keras.layers.BatchNormalization(),\n    keras.layers.Dense(16, activation="relu"),\n])',
  ],
  ["code", 'model.add(keras.layers.Dense(3, activation="softmax"))'],
];
const NOTEBOOK = {
  cells: CELLS.map(([cell_type, source], number) => ({
    cell_type,
    id: `cell${number}`,
    metadata: {},
    source,
    ...(cell_type === "code" ? { execution_count: null, outputs: [] } : {}),
  })),
  metadata: {
    kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
    language_info: { name: "python" },
  },
  nbformat: 4,
  nbformat_minor: 5,
};
const FILES = { "classifier.py": PROGRAM, "misfit.py": MISFIT, "iris.ipynb": JSON.stringify(NOTEBOOK) };

const HINT = /Σ [\d,]+/;
const PAINTED = 1500; // ms from the last text to the last colour

const SHOTS = {
  hints: { file: "classifier.py", size: [900, 420] },
  // A hover may be as high as a quarter of the window.
  hover: { file: "classifier.py", size: [900, 1300], kept: 560, act: (page) => pointAt(page, "Conv2D(64") },
  finding: { file: "misfit.py", size: [900, 560], act: (page) => pointAt(page, "Conv1D(") },
  notebook: { file: "iris.ipynb", size: [900, 720] },
  status: { file: "classifier.py", size: [900, 480], act: typeAndShowStatus },
  summary: { file: "classifier.py", size: [1500, 640], act: (page) => beside(page, "param-lint: Show Model Summary") },
  view: { file: "classifier.py", size: [1500, 640], act: (page) => beside(page, "param-lint: Show Model View") },
};
const IN_THE_WALKTHROUGH = ["hints", "finding"];

const work = mkdtempSync(join(tmpdir(), "param-lint-pictures-"));
mkdirSync(PICTURES, { recursive: true });
const [vsix] = readdirSync(ROOT).filter((name) => name.endsWith(".vsix"));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SHOTS);
try {
  const code = await startCode({ settings: SETTINGS, extensions: [join(ROOT, vsix)] });
  try {
    for (const name of wanted) {
      await shoot(code, name, SHOTS[name]);
    }
  } finally {
    await code.stop();
  }
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}

async function shoot(code, name, { file, size: [width, height], kept = height, act }) {
  const folder = join(work, name);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(FILES)) {
    writeFileSync(join(folder, path), text);
  }
  // A notebook that is opened in the first seconds shows as JSON; a program opened first lets everything load.
  const first = file.endsWith(".py") ? file : "classifier.py";
  const payload = [
    ["openFile", code.remote(join(folder, first))],
    ["skipWelcome", "true"],
  ];
  const page = await code.open(folder, payload, { width, height });
  await seen(page, HINT);
  await command(page, "View: Close Primary Side Bar").catch(() => undefined);
  if (first !== file) {
    await open(page, file);
    await seen(page, HINT);
  }
  await command(page, "Notifications: Clear All Notifications");
  await act?.(page);
  await page.waitForTimeout(PAINTED);
  const clip = { x: 0, y: 0, width, height: kept };
  await page.screenshot({ path: join(PICTURES, `vscode-${name}.png`), clip });
  if (IN_THE_WALKTHROUGH.includes(name)) {
    await page.screenshot({ path: join(MEDIA, `${name}.png`), clip });
  }
  console.log(name);
  await page.context().close();
}

async function seen(page, pattern) {
  const matches = ({ source }) =>
    [...document.querySelectorAll(".monaco-editor .view-line")].some((line) =>
      new RegExp(source).test(line.textContent.replaceAll("\u00a0", " ")),
    );
  await page.waitForFunction(matches, { source: pattern.source }, { timeout: 180_000, polling: 200 });
}

async function command(page, title) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click({ timeout: 20_000 });
}

async function open(page, name) {
  await page.keyboard.press("Control+p");
  await page.locator(".quick-input-widget input").fill(name);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().click({ timeout: 20_000 });
}

async function pointAt(page, text) {
  const line = page.locator(".monaco-editor .view-line", { hasText: text.replaceAll(" ", "\u00a0") }).first();
  const span = line.locator("span", { hasText: text.split("(")[0] }).last();
  await span.hover();
  await page.locator(".monaco-hover:visible").first().waitFor({ timeout: 20_000 });
}

/** Run a command that opens a page beside the code, and wait for the table in it. */
async function beside(page, title) {
  await command(page, title);
  for (let tries = 0; tries < 150; tries++) {
    for (const frame of page.frames()) {
      if (
        (await frame
          .locator("table td")
          .count()
          .catch(() => 0)) > 0
      ) {
        return;
      }
    }
    await page.waitForTimeout(200);
  }
  await page.screenshot({ path: join(tmpdir(), "param-lint-picture.png") });
  throw new Error(`${title} shows no table`);
}

async function typeAndShowStatus(page) {
  const line = page.locator(".monaco-editor .view-line", { hasText: "Dense(128" }).first();
  await line.getByText("128").first().dblclick();
  await page.keyboard.type("1024");
  await page.locator(".codelens-decoration a", { hasText: "1,668,490" }).first().waitFor({ timeout: 20_000 });
  await page.locator("#status\\.languageStatus, .statusbar-item[id*='languageStatus']").first().hover();
}
