/** The server dies and comes back; what is written to the log. Runs in two windows at once. */

import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { file, findings, hints, open, replace, running, set, suite, until } from "./harness";

const SECRET = "the_secret_name";

export const run = suite({
  "a killed server comes back, with the texts and the settings": async () => {
    const exports = await running();
    await open("misfit.py");
    await set("ignore", ["incompatible-rank", "duplicate-layer-name"]);
    await until(
      () => findings(file("misfit.py")).join(),
      (text) => text === "",
    );
    await replace(file("misfit.py"), "Dense(3", "Dense(30"); // not saved: only the editor knows it
    const before = kill(exports.process());
    await until(exports.state, (state) => state.kind === "waiting", 10);
    await until(exports.state, (state) => state.kind === "running", 30);
    assert.notEqual(exports.process(), before);
    await until(
      () => hints(file("misfit.py")),
      (lines) => lines.some((line) => line.startsWith("4: (None, 30) · 150")),
    );
    assert.deepEqual(findings(file("misfit.py")), []);
    await set("ignore", undefined);
  },

  "a server that dies again and again is not started for ever, but by the command": async () => {
    const exports = await running();
    for (let death = 0; death < 3; death++) {
      kill(exports.process());
      await until(exports.state, (state) => state.kind === "waiting", 10);
      await vscode.commands.executeCommand("param-lint.showLog");
      await until(exports.state, (state) => state.kind === "running", 60);
    }
    kill(exports.process());
    await until(exports.state, (state) => state.kind === "failed", 10);
    assert.match(exports.status(), /again and again/);
    await vscode.commands.executeCommand("param-lint.restart");
    await running();
    await until(
      () => hints(file("misfit.py")),
      (lines) => lines.length > 0,
    );
  },

  "two restarts at once end in one server": async () => {
    const exports = await running();
    const command = () => vscode.commands.executeCommand("param-lint.restart");
    await Promise.all([command(), command(), command()]);
    await running();
    process.kill(exports.process() ?? 0, 0); // it lives
  },

  "no log holds what stands in a file": async () => {
    await open("model.py");
    await replace(file("model.py"), "model = ", `${SECRET} = `);
    await replace(file("model.py"), "keras.Input(", `keras.Input((${SECRET}(`);
    await until(
      () => hints(file("model.py")),
      (lines) => Array.isArray(lines),
    );
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const logs = written(process.env.PARAM_LINT_HOME ?? "");
    assert.ok(logs.some((log) => log.name.includes("param-lint") && log.text.includes("Python 3")));
    assert.deepEqual(
      logs.filter((log) => log.text.includes(SECRET)).map((log) => log.name),
      [],
    );
  },
});

function kill(pid: number | undefined): number {
  assert.ok(pid !== undefined);
  process.kill(pid, "SIGKILL");
  return pid;
}

function written(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf-8" })
    .filter((name) => name.endsWith(".log"))
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf-8") }));
}
