/** Finds the Python that runs the server, asking VS Code and the machine. */

import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import { type Candidate, candidates, type Machine } from "./interpreter";
import { ask, type Probe, type Strategy, type Unfit, unfit } from "./probe";

const PYTHON_EXTENSION = "ms-python.python";

/** A Python that can run the server. */
export interface Python {
  readonly candidate: Candidate;
  readonly probe: Probe;
  readonly strategy: Strategy;
}

/** No Python can run the server: what was tried, and what was wrong with the first that was. */
export interface NoPython {
  readonly tried: readonly { readonly candidate: Candidate; readonly unfit: Unfit }[];
  /** The setting `param-lint.interpreter`, empty when it is not set. */
  readonly setting: string;
}

/** The part of the Python extension's interface that is used here (its `PythonExtension.environments`). */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

/** Find the first Python that can run the server. */
export async function findPython(
  launcher: string,
  cwd: string,
  log: vscode.LogOutputChannel,
): Promise<Python | NoPython> {
  const settings = vscode.workspace.getConfiguration("param-lint");
  const setting = settings.get("interpreter", "").trim();
  const strategy = settings.get<Strategy>("importStrategy", "useBundled");
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === "file")
    .map((folder) => folder.uri.fsPath);
  const active = setting === "" ? await activeInterpreter(log) : undefined;
  const wishes = { setting, active, folders, trusted: vscode.workspace.isTrusted };
  const tried: { candidate: Candidate; unfit: Unfit }[] = [];
  for (const candidate of candidates(wishes, machine())) {
    const probe = await ask(candidate.path, launcher, cwd);
    const wrong = unfit(probe, strategy);
    if (wrong === undefined && typeof probe !== "string") {
      log.info(`Python ${probe.version.join(".")} at ${candidate.path} (${candidate.origin})`);
      if (strategy === "fromEnvironment" && probe.paramLint === undefined) {
        log.warn("param-lint is not installed there: the bundled one is used");
      }
      return { candidate, probe, strategy };
    }
    log.info(`${candidate.path} (${candidate.origin}) cannot be used: ${JSON.stringify(wrong)}`);
    tried.push({ candidate, unfit: wrong ?? { kind: "broken", reason: "" } });
  }
  return { tried, setting };
}

export function isPython(found: Python | NoPython): found is Python {
  return "probe" in found;
}

/** Call back when the Python extension is told to use another interpreter; nothing happens where there is none. */
export async function watchActiveInterpreter(changed: () => void): Promise<vscode.Disposable | undefined> {
  const api = await pythonExtension();
  return api?.environments?.onDidChangeActiveEnvironmentPath(changed);
}

async function activeInterpreter(log: vscode.LogOutputChannel): Promise<string | undefined> {
  try {
    const environments = (await pythonExtension())?.environments;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const chosen = environments?.getActiveEnvironmentPath(folder);
    const resolved = chosen === undefined ? undefined : await environments?.resolveEnvironment(chosen);
    return resolved?.executable.uri?.fsPath;
  } catch (error) {
    log.warn(`the Python extension does not tell its interpreter: ${error}`);
    return undefined;
  }
}

async function pythonExtension(): Promise<PythonExtension | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension>(PYTHON_EXTENSION);
  return extension === undefined ? undefined : await extension.activate();
}

function machine(): Machine {
  return {
    platform: process.platform,
    home: os.homedir(),
    environment: process.env,
    isFile: (file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false,
    real: (file) => {
      try {
        return fs.realpathSync.native(file);
      } catch {
        return file;
      }
    },
  };
}
