/** What is said when there is no server, with a button for what helps. */

import * as vscode from "vscode";
import type { Unfit } from "./probe";
import type { NoPython } from "./python";
import type { Session } from "./session";

/** Say what is wrong, once for each time that it goes wrong. */
export function complainAbout(session: Session, log: vscode.LogOutputChannel): vscode.Disposable {
  return session.onDidChange(async (state) => {
    if (state.kind !== "no-python" && state.kind !== "failed") {
      return;
    }
    const choose = vscode.l10n.t("Choose a Python");
    const retry = vscode.l10n.t("Try Again");
    const show = vscode.l10n.t("Show Log");
    const text = state.kind === "no-python" ? noPython(state.found) : failed();
    const buttons = state.kind === "no-python" ? [choose, retry, show] : [retry, show];
    const pressed = await vscode.window.showErrorMessage(text, ...buttons);
    if (pressed === choose) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "param-lint.interpreter");
    } else if (pressed === retry) {
      await session.restart();
    } else if (pressed === show) {
      log.show();
    }
  });
}

/** Say what is wrong in the settings, which is all that the server shows by itself. */
export async function complainOfSettings(problem: string): Promise<void> {
  const open = vscode.l10n.t("Open Settings");
  if ((await vscode.window.showWarningMessage(problem, open)) === open) {
    await vscode.commands.executeCommand("param-lint.openSettings");
  }
}

export function failed(): string {
  return vscode.l10n.t("param-lint stopped again and again, so it is not started any more. Its log may say why.");
}

/** Tell why no Python can be used, and what would help. */
export function noPython(found: NoPython): string {
  const first = found.tried[0];
  if (found.setting !== "") {
    return first === undefined
      ? vscode.l10n.t(
          "param-lint cannot use {0}, which the setting param-lint.interpreter names: there is no such program, or it lies in a workspace that is not trusted.",
          found.setting,
        )
      : vscode.l10n.t(
          "param-lint cannot use {0}, which the setting param-lint.interpreter names: {1}",
          found.setting,
          why(first.unfit),
        );
  }
  if (first === undefined) {
    return vscode.l10n.t("param-lint needs Python 3.10 or later and found no Python. Install one, or name one.");
  }
  return vscode.l10n.t(
    "param-lint needs Python 3.10 or later. It cannot use {0}: {1}",
    first.candidate.path,
    why(first.unfit),
  );
}

function why(unfit: Unfit): string {
  switch (unfit.kind) {
    case "broken":
      return vscode.l10n.t("it does not start ({0}).", unfit.reason);
    case "old":
      return vscode.l10n.t("it is Python {0}.", unfit.version);
    case "not-bundled":
      return vscode.l10n.t(
        "this extension holds nothing compiled for {0}. Install param-lint for it with pip, and set param-lint.importStrategy to fromEnvironment.",
        unfit.version,
      );
  }
}
