/** The extension's front door: puts its parts together when a Python file or a notebook is opened. */

import * as vscode from "vscode";
import { complainAbout } from "./complaints";
import { registerModelView } from "./modelView";
import { watchActiveInterpreter } from "./python";
import { Session, type State } from "./session";
import { Status } from "./status";
import { registerSummary } from "./summary";

const RESTARTING = ["param-lint.interpreter", "param-lint.importStrategy"];

/** What other extensions, and our tests, may ask. */
export interface Exports {
  readonly state: () => State;
  readonly status: () => string;
  readonly process: () => number | undefined;
}

export async function activate(context: vscode.ExtensionContext): Promise<Exports> {
  const log = vscode.window.createOutputChannel("param-lint", { log: true });
  const session = new Session(context, log);
  const status = new Status(session);
  context.subscriptions.push(
    log,
    session,
    status,
    complainAbout(session, log),
    registerSummary(session),
    registerModelView(session),
    vscode.commands.registerCommand("param-lint.restart", () => session.restart()),
    vscode.commands.registerCommand("param-lint.showLog", () => log.show()),
    vscode.commands.registerCommand("param-lint.openSettings", () =>
      vscode.commands.executeCommand("workbench.action.openSettings", "@ext:param-lint.param-lint"),
    ),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (RESTARTING.some((name) => event.affectsConfiguration(name))) {
        await session.restart();
      } else if (event.affectsConfiguration("param-lint")) {
        await session.settingsChanged();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => session.restart()),
  );
  // Not awaited: VS Code waits for `activate`, and the first probe of a Python may take a while.
  void session.restart();
  void watchActiveInterpreter(() => session.restart()).then(
    (watcher) => watcher && context.subscriptions.push(watcher),
  );
  return { state: () => session.state, status: () => status.shown, process: () => session.process };
}
