import * as assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { ask, type Probe, read, serverArguments, unfit } from "../../src/probe";

const FIT: Probe = {
  version: [3, 11, 7],
  implementation: "cpython",
  executable: "/usr/bin/python3",
  bundled: true,
  paramLint: undefined,
};
const LAUNCHER = resolve("bundled/launch.py");

describe("what a Python says of itself", () => {
  test("is the last line that it prints", () => {
    const line =
      '{"version": [3, 11, 7], "implementation": "cpython", "executable": "x", "bundled": true, "param_lint": "0.1"}';
    assert.deepEqual(read(`a greeting\r\n${line}\r\n`), { ...FIT, executable: "x", paramLint: "0.1" });
  });

  for (const text of ["", "Python was not found", "[3, 11]", '{"version": "3.11"}', "null"]) {
    test(`is not understood: ${JSON.stringify(text)}`, () => assert.equal(read(text), undefined));
  }

  test("comes from this machine's Python, whatever lies in the working folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "param-lint-probe-"));
    for (const name of ["json", "os", "site", "sitecustomize", "importlib"]) {
      writeFileSync(join(folder, `${name}.py`), "raise SystemExit('planted')");
    }
    const probe = await ask(process.env.PYTHON ?? "python3", LAUNCHER, folder);
    assert.ok(typeof probe !== "string", String(probe));
    assert.equal(probe.version[0], 3);
  });

  test("is a reason where there is no such program", async () => {
    assert.match(String(await ask("/nowhere/python", LAUNCHER, "/")), /ENOENT/);
  });

  test("is what a broken Python complains about last", async () => {
    const reason = await ask(process.execPath, LAUNCHER, "/"); // node is no Python
    assert.equal(typeof reason, "string");
    assert.notEqual(reason, "");
  });
});

describe("whether a Python can run the server", () => {
  test("3.10 and later can", () => {
    assert.equal(unfit(FIT, "useBundled"), undefined);
    assert.equal(unfit({ ...FIT, version: [3, 10, 0] }, "useBundled"), undefined);
    assert.equal(unfit({ ...FIT, version: [4, 0, 0] }, "useBundled"), undefined);
  });

  test("older ones cannot", () => {
    assert.deepEqual(unfit({ ...FIT, version: [3, 9, 18] }, "useBundled"), { kind: "old", version: "3.9.18" });
    assert.deepEqual(unfit({ ...FIT, version: [2, 7, 18] }, "fromEnvironment"), { kind: "old", version: "2.7.18" });
  });

  test("one for which LibCST was not compiled needs an installed param-lint", () => {
    const other = { ...FIT, bundled: false, implementation: "pypy" };
    assert.deepEqual(unfit(other, "fromEnvironment"), { kind: "not-bundled", version: "pypy 3.11.7" });
    const installed = { ...other, paramLint: "0.1.0" };
    assert.equal(unfit(installed, "fromEnvironment"), undefined);
    assert.deepEqual(unfit(installed, "useBundled"), { kind: "not-bundled", version: "pypy 3.11.7" });
  });
});

test("the server is always started in isolation, and by a path of ours", () => {
  const installed = { ...FIT, paramLint: "0.1.0" };
  assert.deepEqual(serverArguments("/x/launch.py", FIT, "useBundled"), ["-I", "-S", "/x/launch.py"]);
  assert.deepEqual(serverArguments("/x/launch.py", FIT, "fromEnvironment"), ["-I", "-S", "/x/launch.py"]);
  assert.deepEqual(serverArguments("/x/launch.py", installed, "fromEnvironment"), [
    "-I",
    "/x/launch.py",
    "--environment",
  ]);
});
