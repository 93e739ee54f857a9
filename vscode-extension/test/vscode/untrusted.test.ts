/** A workspace that is not trusted: it is read and nothing of it is run, whatever its files are called. */

import * as assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { file, hints, open, running, suite, until } from "./harness";

const MARK = join(dirname(file("").fsPath), "ran"); // where the planted modules write, too

export const run = suite({
  "hints come, and nothing planted is run": async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    // A Python of the workspace, a folder that holds programs of the same names, and settings that ask for them.
    for (const name of [".venv/bin/python", "bin/python3", "bin/python"]) {
      plant(file(name).fsPath);
    }
    mkdirSync(file(".vscode").fsPath, { recursive: true });
    const settings = {
      "param-lint.interpreter": file("bin/python3").fsPath,
      "param-lint.importStrategy": "fromEnvironment",
    };
    writeFileSync(file(".vscode/settings.json").fsPath, JSON.stringify(settings));
    await open("program.py");
    const exports = await running();
    await until(
      () => hints(file("program.py")),
      (lines) => lines.some((line) => line.includes("15")), // 4×3 + 3
    );
    const state = exports.state();
    assert.equal(state.kind === "running" && state.python.candidate.origin, "path");
    assert.equal(state.kind === "running" && state.python.strategy, "useBundled");
    assert.equal(existsSync(MARK) ? readFileSync(MARK, "utf-8") : "", "");
  },

  "a restart runs nothing of it either": async () => {
    await vscode.commands.executeCommand("param-lint.restart");
    await open("misfit.py");
    await running();
    await until(
      () => hints(file("misfit.py")),
      (lines) => lines.length > 1,
    );
    assert.equal(existsSync(MARK) ? readFileSync(MARK, "utf-8") : "", "");
  },

  "the planted programs would leave a mark": async () => {
    const { execFileSync } = await import("node:child_process");
    execFileSync(file("bin/python3").fsPath);
    assert.equal(readFileSync(MARK, "utf-8"), "ran");
  },
});

function plant(program: string): void {
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, `#!/bin/sh\nprintf ran >>'${MARK}'\n`);
  chmodSync(program, 0o755);
}
