/** Asks a Python what it is, without letting it see the workspace. */

import { execFile } from "node:child_process";

export interface Probe {
  readonly version: readonly number[];
  readonly implementation: string;
  readonly executable: string;
  /** Whether the bundled LibCST was compiled for it. */
  readonly bundled: boolean;
  /** The version of param-lint that is installed for it. */
  readonly paramLint: string | undefined;
}

export type Strategy = "useBundled" | "fromEnvironment";

/** Why a Python cannot run the server. */
export type Unfit =
  | { readonly kind: "broken"; readonly reason: string }
  | { readonly kind: "old"; readonly version: string }
  | { readonly kind: "not-bundled"; readonly version: string };

const TIME_LIMIT = 15_000; // ms; a first start after a reboot, with a virus scanner looking on, takes seconds
const OLDEST: readonly [number, number] = [3, 10];

/** Run `launch.py --probe`; gives the reason as a text where it does not answer. */
export function ask(python: string, launcher: string, cwd: string): Promise<Probe | string> {
  return new Promise((resolve) => {
    const options = { cwd, timeout: TIME_LIMIT, windowsHide: true };
    execFile(python, ["-I", launcher, "--probe"], options, (error, stdout, stderr) => {
      const probe = error === null ? read(stdout) : undefined;
      resolve(probe ?? reason(error, stderr));
    });
  });
}

/** Read the line of JSON that the launcher prints. */
export function read(stdout: string): Probe | undefined {
  const line = stdout.trim().split(/\r?\n/).at(-1) ?? "";
  try {
    const said: unknown = JSON.parse(line);
    if (typeof said !== "object" || said === null || !("version" in said) || !Array.isArray(said.version)) {
      return undefined;
    }
    const { version, implementation, executable, bundled, param_lint } = said as Record<string, unknown>;
    return {
      version: (version as unknown[]).map(Number),
      implementation: String(implementation),
      executable: String(executable),
      bundled: bundled === true,
      paramLint: typeof param_lint === "string" ? param_lint : undefined,
    };
  } catch {
    return undefined;
  }
}

/** Tell why a Python cannot run the server; undefined when it can. */
export function unfit(probe: Probe | string, strategy: Strategy): Unfit | undefined {
  if (typeof probe === "string") {
    return { kind: "broken", reason: probe };
  }
  const [major = 0, minor = 0] = probe.version;
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return { kind: "old", version: probe.version.join(".") };
  }
  if (!probe.bundled && !(strategy === "fromEnvironment" && probe.paramLint !== undefined)) {
    return { kind: "not-bundled", version: `${probe.implementation} ${probe.version.join(".")}` };
  }
  return undefined;
}

/** Give the arguments that start the server; `fromEnvironment` uses the bundled one where none is installed. */
export function serverArguments(launcher: string, probe: Probe, strategy: Strategy): string[] {
  const installed = strategy === "fromEnvironment" && probe.paramLint !== undefined;
  return installed ? ["-I", launcher, "--environment"] : ["-I", "-S", launcher];
}

function reason(error: Error | null, stderr: string): string {
  const said = stderr.trim().split(/\r?\n/).at(-1) ?? "";
  return said !== "" ? said : (error?.message.split("\n")[0] ?? "it does not answer");
}
