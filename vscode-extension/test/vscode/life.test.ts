/** The server dies and comes back. Runs in two windows at once. */

import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { file, findings, hints, open, recordLog, replace, running, set, suite, until } from "./harness";

const log = recordLog();
const THIS_WINDOW = vscode.ConfigurationTarget.Workspace;

export const run = suite({
  "a killed server comes back, with the texts and the settings": async () => {
    await open("misfit.py");
    const exports = await running();
    await set("trace.server", "verbose", THIS_WINDOW); // tells nothing while the log's own level is not Trace
    await set("ignore", ["incompatible-rank", "duplicate-layer-name"], THIS_WINDOW);
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
    await set("ignore", undefined, THIS_WINDOW);
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

  "the log tells of all this, and nothing of the files": async () => {
    assert.match(log.join("\n"), /started again in 4 s/);
    assert.match(log.join("\n"), /died again and again/);
    assert.deepEqual(
      log.filter((line) => /Sequential|Dense|Conv2D|keras|same/.test(line)),
      [],
    );
  },

  "two restarts at once end in one server": async () => {
    const exports = await running();
    const command = () => vscode.commands.executeCommand("param-lint.restart");
    await Promise.all([command(), command(), command()]);
    await running();
    process.kill(exports.process() ?? 0, 0); // it lives
  },
});

function kill(pid: number | undefined): number {
  assert.ok(pid !== undefined);
  process.kill(pid, "SIGKILL");
  return pid;
}
