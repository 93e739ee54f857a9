/** What the suites share: tests by name, waiting, and questions to VS Code. */

import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Exports } from "../../src/extension";

type Tests = Record<string, () => Promise<void>>;

/** Make the `run` that VS Code calls: all tests in order, each told as "ok" or "not ok". */
export function suite(tests: Tests): () => Promise<void> {
  return async () => {
    let broken = 0;
    const only = process.env.PARAM_LINT_ONLY ?? ""; // a part of the names to run, when one test is looked into
    for (const [name, test] of Object.entries(tests).filter(([name]) => name.includes(only))) {
      const begin = Date.now();
      try {
        await test();
        console.log(`ok ${name} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
      } catch (error) {
        broken += 1;
        console.log(`not ok ${name}: ${error instanceof Error ? error.stack : error}`);
      }
    }
    if (broken > 0) {
      throw new Error(`${broken} failed`);
    }
  };
}

/** Ask again and again until the answer satisfies; then give it. */
export async function until<T>(
  ask: () => T | PromiseLike<T>,
  satisfies: (answer: T) => boolean,
  seconds = 40,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${seconds} s; at last ${JSON.stringify(answer)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What is done to the window, by `scripts/vscode/tests.mjs`, which holds its browser. */
interface Driven {
  /** Whether it is done in the model view; the keyboard is the window's. */
  readonly panel?: boolean;
  /** A selector of what is clicked. */
  readonly click?: string;
  readonly press?: readonly string[];
  /** An expression in JavaScript, evaluated there. */
  readonly read?: string;
}

let drives = 0;

/** Do what a person does: click, press keys, read what stands in the window. */
export async function drive<T>(what: Driven): Promise<T> {
  drives += 1;
  const id = `drive-${process.pid}-${drives}`;
  const answer = path.join(process.env.PARAM_LINT_WORK ?? "", `${id}.json`);
  console.log(`drive ${JSON.stringify({ ...what, id })}`);
  await until(
    () => existsSync(answer),
    (there) => there,
  );
  const { value, error } = JSON.parse(readFileSync(answer, "utf-8"));
  if (error !== undefined) {
    throw new Error(error);
  }
  return value;
}

const LEVELS: Record<string, vscode.LogLevel> = {
  trace: vscode.LogLevel.Trace,
  debug: vscode.LogLevel.Debug,
  info: vscode.LogLevel.Info,
  warn: vscode.LogLevel.Warning,
  error: vscode.LogLevel.Error,
};

/**
 * Note what the extension writes into its log from now on; asked for before it is activated.
 *
 * VS Code writes logs by a compiled module, which is not there in tests.
 */
export function recordLog(): string[] {
  const lines: string[] = [];
  const { window } = vscode;
  const make = window.createOutputChannel as (...given: unknown[]) => vscode.LogOutputChannel;
  const recording = (...given: unknown[]) =>
    new Proxy(make.apply(window, given), {
      get(channel, key) {
        const value: unknown = Reflect.get(channel, key, channel);
        if (typeof value !== "function") {
          return value;
        }
        return (...written: unknown[]) => {
          const level = LEVELS[String(key)];
          if (/^(append|appendLine|replace)$/.test(String(key)) || (level !== undefined && level >= channel.logLevel)) {
            lines.push(written.map(String).join(" "));
          }
          return value.apply(channel, written);
        };
      },
    });
  Object.assign(window, { createOutputChannel: recording });
  return lines;
}

/** Give the extension's exports; it activates itself when a Python file is opened. */
export async function ours(): Promise<Exports> {
  const extension = vscode.extensions.getExtension<Exports>("param-lint.param-lint");
  if (extension === undefined) {
    throw new Error("the extension is not there");
  }
  await until(
    () => extension.isActive,
    (active) => active,
  );
  return extension.exports;
}

export async function running(): Promise<Exports> {
  const exports = await ours();
  await until(exports.state, (state) => state.kind === "running");
  return exports;
}

export function file(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file("/");
  return vscode.Uri.joinPath(folder, name);
}

export async function open(name: string): Promise<vscode.TextEditor> {
  return await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file(name)));
}

/** Give the hints of a text as `line: label`, without the share of heavy layers. */
export async function hints(uri: vscode.Uri): Promise<string[]> {
  const all = new vscode.Range(0, 0, 1000, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>("vscode.executeInlayHintProvider", uri, all);
  return (found ?? []).map((hint) => {
    const label = typeof hint.label === "string" ? hint.label : hint.label.map((part) => part.value).join("");
    return `${hint.position.line}: ${label.replace(/ \(\d+%\)/, "")}`;
  });
}

export function findings(uri: vscode.Uri): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter((each) => each.source === "param-lint")
    .map((each) => `${each.range.start.line}: ${typeof each.code === "object" ? each.code.value : each.code}`);
}

export async function replace(uri: vscode.Uri, from: string, to: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.getText().indexOf(from);
  if (at < 0) {
    throw new Error(`${from} is not in ${path.basename(uri.path)}`);
  }
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  await vscode.workspace.applyEdit(edit);
}

export async function set(
  name: string,
  value: unknown,
  where: vscode.ConfigurationTarget = vscode.ConfigurationTarget.Global,
): Promise<void> {
  await vscode.workspace.getConfiguration("param-lint").update(name, value, where);
}
