import * as assert from "node:assert/strict";
import { describe, test } from "node:test";
import { candidates, isInside, type Machine, type Wishes } from "../../src/interpreter";

const WISHES: Wishes = { setting: "", active: undefined, folders: ["/home/ann/project"], trusted: true };

function machine(files: string[], more: Partial<Machine> = {}, links: Record<string, string> = {}): Machine {
  return {
    platform: "linux",
    home: "/home/ann",
    environment: { PATH: ".:/usr/local/bin::/usr/bin:/home/ann/project/bin" },
    isFile: (file) => files.includes(file),
    real: (file) => links[file] ?? file,
    ...more,
  };
}

function tried(wishes: Partial<Wishes>, made: Machine): string[] {
  return candidates({ ...WISHES, ...wishes }, made).map((each) => `${each.origin} ${each.path}`);
}

describe("the order of candidates", () => {
  const files = ["/usr/bin/python3", "/usr/bin/python", "/usr/bin/python3.12", "/home/ann/project/.venv/bin/python"];

  test("the Python extension, the workspace's environment, PATH", () => {
    assert.deepEqual(tried({ active: "/conda/bin/python" }, machine(files)), [
      "python-extension /conda/bin/python",
      "workspace /home/ann/project/.venv/bin/python",
      "path /usr/bin/python3",
      "path /usr/bin/python",
      "path /usr/bin/python3.12",
    ]);
  });

  test("what is named twice is tried once", () => {
    assert.deepEqual(tried({ active: "/usr/bin/python3" }, machine(["/usr/bin/python3"])), [
      "python-extension /usr/bin/python3",
    ]);
  });

  test("a setting is an order: nothing else is tried", () => {
    assert.deepEqual(tried({ setting: "/opt/python" }, machine(files)), ["setting /opt/python"]);
  });
});

describe("a workspace that is not trusted", () => {
  const untrusted = { trusted: false };

  test("names no Python, neither by .venv, nor on PATH, nor by the Python extension", () => {
    const inside = ["/home/ann/project/.venv/bin/python", "/home/ann/project/bin/python3"];
    const active = "/home/ann/project/.venv/bin/python";
    assert.deepEqual(tried({ ...untrusted, active }, machine([...inside, "/usr/bin/python3"])), [
      "path /usr/bin/python3",
    ]);
  });

  test("nor by a link from or to somewhere else", () => {
    const links = { "/usr/bin/python3": "/home/ann/project/evil", "/usr/local/bin": "/home/ann/project/b" };
    const files = ["/usr/bin/python3", "/usr/local/bin/python3", "/usr/bin/python"];
    assert.deepEqual(tried(untrusted, machine(files, {}, links)), ["path /usr/bin/python"]);
  });

  test("nor by a setting that points into it", () => {
    assert.deepEqual(tried({ ...untrusted, setting: "./bin/python3" }, machine([])), []);
    assert.deepEqual(tried({ ...untrusted, setting: "/opt/python" }, machine([])), ["setting /opt/python"]);
  });

  test("its folders may be links themselves", () => {
    const links = { "/home/ann/project": "/data/project" };
    assert.equal(isInside("/data/project/bin/python", WISHES.folders, machine([], {}, links)), true);
    assert.equal(isInside("/data/projects/bin/python", WISHES.folders, machine([], {}, links)), false);
  });
});

describe("how the setting is written", () => {
  const cases: [string, string][] = [
    ["~/envs/tf/bin/python", "/home/ann/envs/tf/bin/python"],
    [`${"$"}{workspaceFolder}/.venv/bin/python`, "/home/ann/project/.venv/bin/python"],
    [`${"$"}{env:CONDA}/bin/python`, "/conda/bin/python"],
    ["env/bin/python", "/home/ann/project/env/bin/python"],
    ["python3.12", "/usr/bin/python3.12"],
  ];
  for (const [setting, path] of cases) {
    test(setting, () => {
      const environment = { PATH: "/usr/bin", CONDA: "/conda" };
      assert.deepEqual(tried({ setting }, machine(["/usr/bin/python3.12"], { environment })), [`setting ${path}`]);
    });
  }

  test("a name that is not on PATH", () => {
    assert.deepEqual(tried({ setting: "pypy" }, machine([])), []);
  });
});

test("Windows has other places and ends", () => {
  const files = ["C:\\Python312\\python.exe", "D:\\work\\.venv\\Scripts\\python.exe", "C:\\Windows\\py.exe"];
  const windows: Partial<Machine> = {
    platform: "win32",
    home: "C:\\Users\\Ann",
    environment: { Path: "C:\\Python312;.;C:\\Windows" },
  };
  const wishes = { folders: ["D:\\work"] };
  assert.deepEqual(tried(wishes, machine(files, windows)), [
    "workspace D:\\work\\.venv\\Scripts\\python.exe",
    "path C:\\Python312\\python.exe",
    "path C:\\Windows\\py.exe",
  ]);
  assert.deepEqual(tried({ ...wishes, trusted: false }, machine(files, windows)), [
    "path C:\\Python312\\python.exe",
    "path C:\\Windows\\py.exe",
  ]);
});
