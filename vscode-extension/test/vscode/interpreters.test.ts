/** Which Python runs the server, in a workspace that is trusted, beside (what looks like) the Python extension. */

import * as assert from "node:assert/strict";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { State } from "../../src/session";
import { file, hints, open, ours, running, set, suite, until } from "./harness";

const PYTHON = process.env.PARAM_LINT_PYTHON ?? "";
const WORK = process.env.PARAM_LINT_WORK ?? "";

export const run = suite({
  "the interpreter of the Python extension": async () => {
    await open("model.py");
    const exports = await running();
    assert.deepEqual(used(exports.state()), ["python-extension", PYTHON]);
  },

  "another one, as soon as it is chosen there": async () => {
    const other = join(WORK, "other-python");
    symlinkSync(PYTHON, other);
    await vscode.commands.executeCommand("fakePython.use", other);
    const exports = await ours();
    await until(
      () => used(exports.state()).join(),
      (text) => text === `python-extension,${other}`,
    );
    await works();
  },

  "the workspace's own .venv, where that extension has chosen none": async () => {
    const bin = file(".venv/bin").fsPath;
    mkdirSync(bin, { recursive: true });
    symlinkSync(PYTHON, join(bin, "python"));
    await vscode.commands.executeCommand("fakePython.use", "");
    const exports = await ours();
    await until(
      () => used(exports.state()).join(),
      (text) => text === `workspace,${join(bin, "python")}`,
    );
    await works();
    rmSync(file(".venv").fsPath, { recursive: true });
  },

  "PATH, where there is nothing else": async () => {
    const exports = await ours();
    await vscode.commands.executeCommand("param-lint.restart");
    assert.equal(used((await running()).state())[0], "path");
    assert.ok(exports.process());
  },

  "a setting that names no Python is told, and nothing else is tried": async () => {
    const exports = await ours();
    await set("interpreter", "/nowhere/python");
    await until(exports.status, (text) => text.includes("cannot use /nowhere/python"));
    assert.equal(exports.state().kind, "no-python");
  },

  "a Python that is too old is told": async () => {
    const old = join(WORK, "old-python");
    const said = '{"version": [3, 8, 1], "implementation": "cpython", "executable": "x", "bundled": false}';
    writeFileSync(old, `#!/bin/sh\necho '${said}'\n`);
    chmodSync(old, 0o755);
    const exports = await ours();
    await set("interpreter", old);
    await until(exports.status, (text) => text.includes("it is Python 3.8.1"));
  },

  "a Python for which nothing was compiled is told what to do": async () => {
    const future = join(WORK, "future-python");
    const said = '{"version": [3, 19, 0], "implementation": "cpython", "executable": "x", "bundled": false}';
    writeFileSync(future, `#!/bin/sh\necho '${said}'\n`);
    chmodSync(future, 0o755);
    const exports = await ours();
    await set("interpreter", future);
    await until(exports.status, (text) => text.includes("nothing compiled for cpython 3.19.0") && text.includes("pip"));
  },

  "a setting that is put right starts the server": async () => {
    await set("interpreter", PYTHON);
    const exports = await running();
    assert.deepEqual(used(exports.state()), ["setting", PYTHON]);
    await works();
  },

  "fromEnvironment without an installed param-lint uses the bundled one": async () => {
    await set("importStrategy", "fromEnvironment");
    await until(
      () => hints(file("model.py")),
      (lines) => lines.length >= 4,
    );
    await set("importStrategy", undefined);
    await set("interpreter", undefined);
    await running();
  },
});

async function works(): Promise<void> {
  await until(
    () => hints(file("model.py")),
    (lines) => lines.length >= 4,
  );
}

function used(state: State): string[] {
  return state.kind === "running" ? [state.python.candidate.origin, state.python.candidate.path] : [state.kind];
}
