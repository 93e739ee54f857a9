/** The model view, used as people use it: by mouse and keyboard, in light and dark, while they type. */

import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { drive, file, open, replace, running, suite, until } from "./harness";

const ROWS = "[...document.querySelectorAll('tbody tr')]";

export const run = suite({
  "the model view stands beside the code, once, and shapes stand on one line": async () => {
    await open("model.py");
    await running();
    await vscode.commands.executeCommand("param-lint.showModelView");
    await vscode.commands.executeCommand("param-lint.showModelView");
    const shapes = await until(
      () => inView<string[]>(`${ROWS}.map(row => row.cells[1].textContent)`),
      (texts) => texts.length === 3,
    );
    assert.deepEqual(shapes, ["(None, 26, 26, 32)", "(None, 21632)", "(None, 10)"]);
    const views = vscode.window.tabGroups.all.flatMap((group) =>
      group.tabs.map((tab) => [group.viewColumn, tab.label]),
    );
    assert.deepEqual(
      views.filter(([, label]) => label === "Model View"),
      [[vscode.ViewColumn.Two, "Model View"]],
    );
    const lines = `${ROWS}.map(row => { const text = document.createRange(); text.selectNodeContents(row.cells[1]);
      return new Set([...text.getClientRects()].map(each => each.top)).size; })`;
    assert.deepEqual(await inView(lines), [1, 1, 1]);
  },

  "a click on a row goes to its layer": async () => {
    for (const [row, line] of [
      [2, 6],
      [0, 4],
    ]) {
      await drive({ panel: true, click: `tr[data-row="${row}"]` });
      await until(where, (at) => at === `model.py:${line}`);
    }
  },

  "the keyboard does, too": async () => {
    await vscode.commands.executeCommand("workbench.action.focusSecondEditorGroup");
    await until(
      async () => {
        await drive({ press: ["Tab"] });
        return focused();
      },
      (row) => row !== null,
    );
    await drive({ press: ["Home"] });
    assert.equal(await focused(), "0");
    await drive({ press: ["ArrowDown", "ArrowDown", "ArrowUp"] });
    assert.equal(await focused(), "1");
    await drive({ press: ["End", "ArrowDown"] });
    assert.equal(await focused(), "2");
    assert.deepEqual(await inView(`${ROWS}.map(row => row.tabIndex)`), [-1, -1, 0]);
    await drive({ press: ["Enter"] });
    await until(where, (at) => at === "model.py:6");
  },

  "what is typed is seen in it, and it neither loads anew nor loses the row": async () => {
    await inView("(window.sameAsBefore = true, document.querySelector('tr[data-row=\"2\"]').focus())");
    await replace(file("model.py"), "Dense(10", "Dense(11");
    await until(
      () => inView<string>(`${ROWS}[2].cells[2].textContent`),
      (text) => text === "237,963", // 21,632×11 + 11
    );
    assert.deepEqual(await inView("[window.sameAsBefore, document.activeElement.dataset.row]"), [true, "2"]);
    await replace(file("model.py"), "Dense(11", "Dense(10");
  },

  "its colours are those of the theme": async () => {
    const workbench = vscode.workspace.getConfiguration("workbench");
    const seen = new Set<string>();
    for (const theme of ["Default Light Modern", "Default Dark Modern", "Default High Contrast"]) {
      await workbench.update("colorTheme", theme, vscode.ConfigurationTarget.Global);
      const [ground = "", ...texts] = await until(
        colours,
        ([back = ""]) => !seen.has(back), // another than before
      );
      seen.add(ground);
      const editor = await drive<string>({
        read: "getComputedStyle(document.querySelector('.monaco-editor-background')).backgroundColor",
      });
      assert.equal(ground, editor, theme);
      for (const text of texts) {
        assert.ok(contrast(ground, text) >= 4.5, `${theme}: ${text} on ${ground}`);
      }
    }
    await workbench.update("colorTheme", undefined, vscode.ConfigurationTarget.Global);
  },

  "in a notebook a click goes into the cell": async () => {
    const notebook = await vscode.workspace.openNotebookDocument(file("model.ipynb"));
    await vscode.window.showNotebookDocument(notebook, { viewColumn: vscode.ViewColumn.One });
    await until(
      () => inView<string>("document.querySelector('h2').textContent"),
      (text) => text.includes("cell 2, line 1"),
    );
    await drive({ panel: true, click: 'tr[data-row="1"]' });
    const third = notebook.cellAt(3).document.uri.toString();
    await until(
      () => vscode.window.activeTextEditor?.document.uri.toString(),
      (uri) => uri === third,
    );
    assert.equal(vscode.window.tabGroups.all.length, 2);
  },
});

function inView<T>(read: string): Promise<T> {
  return drive<T>({ panel: true, read });
}

function where(): string {
  const editor = vscode.window.activeTextEditor;
  return editor === undefined ? "" : `${editor.document.uri.path.split("/").at(-1)}:${editor.selection.start.line}`;
}

/** Give the row that has the keyboard, where one has it. */
function focused(): Promise<string | null> {
  return inView("document.activeElement?.dataset.row ?? null");
}

/** Give the ground of the page, and the colours of its texts: the plain, the quiet, and the count of a heavy layer. */
function colours(): Promise<string[]> {
  return inView(`[getComputedStyle(document.body).backgroundColor,
    ...["body", "thead th", ".heavy td:nth-child(3)"].map(each => getComputedStyle(document.querySelector(each)).color)]`);
}

/** Give the contrast of a text, which may shine through, on a ground as WCAG 2 counts it, from 1 to 21. */
function contrast(ground: string, text: string): number {
  const back = parts(ground);
  const [red = 0, green = 0, blue = 0, opacity = 1] = parts(text);
  const seen = [red, green, blue].map((part, place) => opacity * part + (1 - opacity) * (back[place] ?? 0));
  const [dark = 0, light = 0] = [luminance(back), luminance(seen)].sort((first, second) => first - second);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Read "rgb(1, 2, 3)" or "rgba(1, 2, 3, 0.5)". */
function parts(colour: string): number[] {
  return (colour.match(/[\d.]+/g) ?? []).map(Number);
}
