/** Which Pythons may run the server, and in which order they are tried. Knows nothing of VS Code. */

import * as path from "node:path";

/** Where a candidate came from, as the log and the status tell it. */
export type Origin = "setting" | "python-extension" | "workspace" | "path";

export interface Candidate {
  readonly path: string;
  readonly origin: Origin;
}

/** What is asked of the machine; tests answer it themselves. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  isFile(file: string): boolean;
  /** Give a path without links; the path itself where it leads nowhere. */
  real(file: string): string;
}

export interface Wishes {
  /** The setting `param-lint.interpreter`, empty when it is not set. */
  readonly setting: string;
  /** The active interpreter of the Python extension, where there is one. */
  readonly active: string | undefined;
  /** Folders of the workspace. */
  readonly folders: readonly string[];
  /** Whether files of these folders may be run. */
  readonly trusted: boolean;
}

const VERSIONS = ["3.14", "3.13", "3.12", "3.11", "3.10"];

/**
 * Give the Pythons to try, the preferred first.
 *
 * A setting is an order: when it is set, nothing else is tried. In a workspace that is not trusted, nothing inside its
 * folders is given, whoever names it.
 */
export function candidates(wishes: Wishes, machine: Machine): Candidate[] {
  const found: Candidate[] = [];
  const add = (file: string | undefined, origin: Origin): void => {
    const allowed = file !== undefined && (wishes.trusted || !isInside(file, wishes.folders, machine));
    if (allowed && !found.some((each) => each.path === file)) {
      found.push({ path: file, origin });
    }
  };
  if (wishes.setting !== "") {
    add(expand(wishes, machine), "setting");
    return found;
  }
  add(wishes.active, "python-extension");
  if (wishes.trusted) {
    for (const folder of wishes.folders) {
      add(environmentOf(folder, machine), "workspace");
    }
  }
  for (const name of ["python3", "python", ...VERSIONS.map((version) => `python${version}`), "py"]) {
    for (const file of onPath(name, machine)) {
      add(file, "path");
    }
  }
  return found;
}

/** Tell whether a file lies in one of these folders: itself, what it leads to, or where its folder really is. */
export function isInside(file: string, folders: readonly string[], machine: Machine): boolean {
  const { basename, dirname, isAbsolute, join, relative, sep } = api(machine);
  const files = [file, machine.real(file), join(machine.real(dirname(file)), basename(file))];
  const roots = folders.flatMap((folder) => [folder, machine.real(folder)]);
  return roots.some((root) =>
    files.some((each) => {
      const way = relative(root, each);
      return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
    }),
  );
}

/** Resolve the setting: `~`, `${workspaceFolder}`, `${env:NAME}`, a name on PATH, a path relative to the workspace. */
function expand(wishes: Wishes, machine: Machine): string | undefined {
  const { isAbsolute, join, normalize } = api(machine);
  const folder = wishes.folders[0] ?? "";
  const text = wishes.setting
    .replace(/^~(?=[/\\]|$)/, () => machine.home)
    .replace(/\$\{workspaceFolder\}/g, () => folder)
    .replace(/\$\{env:([^}]+)\}/g, (_, name: string) => machine.environment[name] ?? "");
  if (isAbsolute(text)) {
    return normalize(text);
  }
  if (/[/\\]/.test(text)) {
    return folder === "" ? undefined : join(folder, text);
  }
  return onPath(text, machine)[0];
}

function environmentOf(folder: string, machine: Machine): string | undefined {
  const { join } = api(machine);
  const inside = machine.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  return [".venv", "venv"].map((name) => join(folder, name, ...inside)).find((file) => machine.isFile(file));
}

/** Find a program as a shell does, but never through an entry that depends on the working folder. */
function onPath(name: string, machine: Machine): string[] {
  const { delimiter, isAbsolute, join } = api(machine);
  const entries = (machine.environment.PATH ?? machine.environment.Path ?? "").split(delimiter);
  const ends = machine.platform === "win32" && !name.toLowerCase().endsWith(".exe") ? [".exe"] : [""];
  return entries
    .filter((entry) => isAbsolute(entry))
    .flatMap((entry) => ends.map((end) => join(entry, name + end)))
    .filter((file) => machine.isFile(file));
}

function api(machine: Machine): path.PlatformPath {
  return machine.platform === "win32" ? path.win32 : path.posix;
}
