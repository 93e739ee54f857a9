import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { chosen, type Inspected } from "../../src/settings";

const PACKAGE = JSON.parse(readFileSync("package.json", "utf-8"));

describe("what the server is told", () => {
  test("is what somebody set, and no default: the project's pyproject.toml must not be overridden by it", () => {
    const inspected: Record<string, Inspected & { readonly defaultValue: unknown }> = {
      ignore: { defaultValue: [] },
      select: { defaultValue: [], globalValue: ["x"] },
    };
    assert.deepEqual(
      chosen(["ignore", "select", "nothing"], (name) => inspected[name]),
      { select: ["x"] },
    );
  });

  test("is the workspace's before the user's, also where it is empty", () => {
    assert.deepEqual(
      chosen(["ignore"], () => ({ globalValue: ["x"], workspaceValue: [] })),
      { ignore: [] },
    );
  });

  test("is nothing of how it is started and traced", () => {
    const names = ["interpreter", "importStrategy", "trace.server", "kerasVersion"];
    assert.deepEqual(
      chosen(names, () => ({ globalValue: "x" })),
      { kerasVersion: "x" },
    );
  });
});

describe("package.json", () => {
  test("lets no workspace that is not trusted say what is run", () => {
    const { restrictedConfigurations } = PACKAGE.capabilities.untrustedWorkspaces;
    assert.deepEqual(restrictedConfigurations, ["param-lint.interpreter", "param-lint.importStrategy"]);
  });

  for (const file of ["package.nls.json", "package.nls.ko.json"]) {
    test(`has all its texts in ${file}, and no others are there`, () => {
      const wanted = [...JSON.stringify(PACKAGE).matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]);
      assert.deepEqual(Object.keys(JSON.parse(readFileSync(file, "utf-8"))).sort(), [...new Set(wanted)].sort());
    });
  }

  test("has a translation of each text in the code, with the same holes", () => {
    const korean: Record<string, string> = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf-8"));
    const code = readdirSync("src").map((name) => readFileSync(`src/${name}`, "utf-8"));
    const used = code.flatMap((text) =>
      [...text.matchAll(/l10n\.t\(\s*("(?:[^"\\]|\\.)*")/g)].map((match) => match[1]),
    );
    assert.deepEqual([...new Set(used.map((text) => JSON.parse(text ?? "")))].sort(), Object.keys(korean).sort());
    const holes = (text: string) => [...text.matchAll(/\{\d\}/g)].map(String).sort();
    for (const [english, translated] of Object.entries(korean)) {
      assert.deepEqual(holes(translated), holes(english), english);
    }
  });

  test("is locked without naming a registry", () => {
    assert.doesNotMatch(readFileSync("package-lock.json", "utf-8"), /"resolved"/);
  });
});
