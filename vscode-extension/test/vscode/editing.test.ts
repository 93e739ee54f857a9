/** What people see while they edit: files, notebooks, unsaved and remote texts. */

import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { drive, file, findings, hints, open, replace, running, set, suite, until } from "./harness";

// 3×3×1×32 + 32 = 320; 26×26×32 = 21,632; 21,632×10 + 10 = 216,330.
const HINTS = [
  "2: Σ 216,650",
  "4: (None, 26, 26, 32) · 320 · Σ 320",
  "5: (None, 21632)",
  "6: (None, 10) · 216,330 · Σ 216,650",
];

const NOTIFICATIONS =
  "[...document.querySelectorAll('.notification-list-item-message')].map(each => each.textContent).join('|')";

export const run = suite({
  "hints beside the layers of a file": async () => {
    await open("model.py");
    await running();
    const found = await until(
      () => hints(file("model.py")),
      (lines) => lines.length >= 4,
    );
    for (const [place, line] of HINTS.entries()) {
      assert.ok(found[place]?.startsWith(line), `${found[place]} begins with ${line}`);
    }
  },

  "a hover explains a layer": async () => {
    const at = new vscode.Position(4, 20);
    const found = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      file("model.py"),
      at,
    );
    const text = found
      .flatMap((hover) => hover.contents.map((each) => (each as vscode.MarkdownString).value))
      .join("\n");
    assert.match(text, /kernel \| \(3, 3, 1, 32\)/);
  },

  "the status tells the totals, and their change until the file is saved": async () => {
    const exports = await running();
    const editor = await open("model.py");
    await until(exports.status, (text) => text.startsWith("216,650 params"));
    await replace(file("model.py"), "Dense(10", "Dense(11");
    await until(exports.status, (text) => text.startsWith("238,283 params (+21.6 K)")); // one neuron: 21,632 + 1
    await editor.document.save();
    await until(exports.status, (text) => text.startsWith("238,283 params |"));
    await replace(file("model.py"), "Dense(11", "Dense(10");
    await until(exports.status, (text) => text.startsWith("216,650 params (−21.6 K)"));
    await editor.document.save();
  },

  "a lens above each model": async () => {
    await open("model.py");
    await running();
    const lenses = await until(
      () => vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", file("model.py"), 9),
      (found) => found.length >= 3,
    );
    const titles = lenses.map((lens) => `${lens.range.start.line}: ${lens.command?.title}`);
    assert.match(titles[0] ?? "", /^2: 216,650 params/);
    assert.ok(lenses.some((lens) => lens.command?.command === "param-lint.copySummary"));
    const [, show] = lenses;
    assert.equal(show?.command?.command, "param-lint.showSummary");
    await vscode.commands.executeCommand(show.command.command, ...(show.command.arguments ?? []));
    await until(beside, (tabs) => tabs.length === 1);
    await vscode.window.tabGroups.close(beside());
  },

  "the summary, beside the code and on the clipboard": async () => {
    const editor = await open("model.py");
    editor.selection = new vscode.Selection(0, 0, 0, 0); // above the model: it is the nearest
    await vscode.commands.executeCommand("param-lint.copySummary");
    assert.match(await vscode.env.clipboard.readText(), /conv2d.*26, 26, 32.*320/);
    await vscode.commands.executeCommand("param-lint.showSummary");
    const [page] = await until(beside, (tabs) => tabs.length === 1);
    assert.match(page?.label ?? "", /summary/);
    await vscode.window.tabGroups.close(beside());
  },

  "a misfit is underlined, and the project's settings hold": async () => {
    await open("misfit.py");
    await until(
      () => findings(file("misfit.py")).join(),
      (text) => text === "5: incompatible-rank", // not duplicate-layer-name, which pyproject.toml ignores
    );
  },

  "the code of a finding leads to its rule's page": async () => {
    await open("misfit.py");
    await until(
      () => findings(file("misfit.py")).join(),
      (text) => text === "5: incompatible-rank",
    );
    const [found] = vscode.languages.getDiagnostics(file("misfit.py")).filter((each) => each.source === "param-lint");
    const target = typeof found?.code === "object" ? found.code.target : undefined;
    assert.ok(target, "it has a link");
    await vscode.commands.executeCommand("vscode.open", target); // what a click on the code does
    await until(
      () => vscode.window.activeTextEditor?.document,
      (page) => page?.lineAt(0).text === "# incompatible-rank" && page.languageId === "markdown",
    );
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  },

  "a setting holds at once, without a restart": async () => {
    const exports = await running();
    const before = exports.process();
    await set("ignore", ["incompatible-rank"]);
    await until(
      () => findings(file("misfit.py")).join(),
      (text) => text === "10: duplicate-layer-name", // the user's setting comes before the project's
    );
    await set("ignore", undefined);
    await until(
      () => findings(file("misfit.py")).join(),
      (text) => text === "5: incompatible-rank",
    );
    assert.equal(exports.process(), before);
  },

  "cells of a notebook are one program": async () => {
    const notebook = await vscode.workspace.openNotebookDocument(file("model.ipynb"));
    await vscode.window.showNotebookDocument(notebook);
    const [, first, second, third] = notebook.getCells().map((cell) => cell.document.uri);
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    await until(
      () => hints(third),
      (lines) => lines.some((line) => line.startsWith("0: (None, 2) · 8 · Σ 23")), // 4×3 + 3 + 3×2 + 2
    );
    await replace(first, "units = 3", "units = 5");
    await until(
      () => hints(second),
      (lines) => lines.some((line) => line.startsWith("2: (None, 5) · 25 · Σ 25")),
    );
    await until(
      () => hints(third),
      (lines) => lines.some((line) => line.startsWith("0: (None, 2) · 12 · Σ 37")),
    );
    await replace(second, "Dense(units)", "Conv2D(units, 3)");
    await until(
      () => findings(second).join(),
      (text) => text === "2: incompatible-rank",
    );
  },

  "a file that was never saved": async () => {
    const content = (await vscode.workspace.openTextDocument(file("model.py"))).getText();
    const document = await vscode.workspace.openTextDocument({ language: "python", content });
    await until(
      () => hints(document.uri),
      (lines) => lines.length >= 4,
    );
  },

  "a file of a remote repository": async () => {
    const content = Buffer.from((await vscode.workspace.openTextDocument(file("model.py"))).getText());
    vscode.workspace.registerFileSystemProvider("vscode-vfs", new OneFile(content), { isReadonly: true });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse("vscode-vfs://github/someone/model.py"));
    await until(
      () => hints(document.uri),
      (lines) => lines.length >= 4,
    );
  },

  "a line of thousands of layers": async () => {
    const layers = Array.from({ length: 2000 }, (_, number) => `keras.layers.Dense(${number + 1})`);
    const content = `import keras\nmodel = keras.Sequential([keras.Input((4,)), ${layers.join(", ")}])\n`;
    const document = await vscode.workspace.openTextDocument({ language: "python", content });
    // 4 + 1, 1×2 + 2, 2×3 + 3, … : 5 + the sum of n×(n + 1) for n from 2, with n−1 inputs, to 2000
    const total = 5 + layers.reduce((sum, _, place) => sum + (place === 0 ? 0 : place * (place + 1) + place + 1), 0);
    const found = await until(
      () => hints(document.uri),
      (lines) => lines.length > 0,
    );
    assert.ok(
      found.some((line) => line.includes(total.toLocaleString("en-US"))),
      `${total} in ${found.slice(0, 3)}`,
    );
  },

  "a file beyond the limit is said to be": async () => {
    await open("model.py");
    const exports = await running();
    const big = file("big.py");
    const line =
      "# a comment of one hundred bytes, with its line break, which nobody will ever want to read to its end\n";
    await vscode.workspace.fs.writeFile(big, Buffer.from(`import keras\n${line.repeat(53_000)}`));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(big));
    await until(exports.status, (text) => text.includes("Not analysed") && text.includes("5 MB"));
    await open("model.py");
    await until(exports.status, (text) => text.startsWith("216,650 params"));
  },

  "a wrong setting is told, with what was probably meant, and the others hold": async () => {
    await open("misfit.py");
    await running();
    await set("ignore", ["incompatible-rank"]);
    await set("select", ["incompatible-rnak"]);
    // In a window that tests drive, VS Code keeps its messages behind the bell.
    const told = await until(
      async () => {
        await vscode.commands.executeCommand("notifications.showList");
        return drive<string>({ read: NOTIFICATIONS });
      },
      (text) => text.includes("incompatible-rnak"),
    );
    assert.match(told, /select: there is no rule 'incompatible-rnak'; did you mean 'incompatible-rank'\?/);
    await until(
      () => findings(file("misfit.py")).join(),
      (text) => text === "10: duplicate-layer-name",
    );
    await set("select", undefined);
    await set("ignore", undefined);
    await until(
      () => findings(file("misfit.py")).join(),
      (text) => text === "5: incompatible-rank",
    );
    await vscode.commands.executeCommand("notifications.clearAll");
  },

  "what the list of settings says is in words": async () => {
    const { packageJSON } = vscode.extensions.getExtension("param-lint.param-lint") ?? {};
    const said: string[] = [packageJSON.description];
    for (const each of Object.values<Described>(packageJSON.contributes.configuration.properties)) {
      said.push(each.markdownDescription, ...(each.items?.markdownEnumDescriptions ?? []));
    }
    assert.ok(said.length > 40);
    assert.deepEqual(
      said.filter((text) => !text || text.startsWith("%")),
      [],
    );
  },

  "the commands are there": async () => {
    const known = await vscode.commands.getCommands(true);
    const { contributes } = vscode.extensions.getExtension("param-lint.param-lint")?.packageJSON ?? {};
    for (const { command } of contributes.commands) {
      assert.ok(known.includes(command), command);
    }
  },
});

interface Described {
  readonly markdownDescription: string;
  readonly items?: { readonly markdownEnumDescriptions?: readonly string[] };
}

/** Give what stands in the second column. */
function beside(): vscode.Tab[] {
  const groups = vscode.window.tabGroups.all.filter((group) => group.viewColumn === vscode.ViewColumn.Two);
  return groups.flatMap((group) => group.tabs);
}

class OneFile implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  constructor(private readonly content: Uint8Array) {}
  watch = () => new vscode.Disposable(() => undefined);
  stat = () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.content.length });
  readDirectory = () => [];
  readFile = () => this.content;
  createDirectory = () => undefined;
  writeFile = () => undefined;
  delete = () => undefined;
  rename = () => undefined;
}
