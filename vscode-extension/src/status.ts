/** The language status: the totals of the model at the cursor, their change since saving, and the server's state. */

import * as vscode from "vscode";
import type { Location } from "vscode-languageclient/node";
import { failed, noPython } from "./complaints";
import { documentSelector, isOurs } from "./place";
import type { Session } from "./session";

/** What `param-lint/modelAt` answers; either a problem or a model. */
export interface ModelAt {
  readonly problem?: string;
  readonly name: string;
  readonly text: string;
  readonly change: string | null;
  readonly detail: string | null;
  readonly fits: boolean;
  readonly location?: Location;
}

const QUIET = 200; // ms without an edit or a move, until the server is asked

export class Status implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private asking: vscode.CancellationTokenSource | undefined;

  constructor(private readonly session: Session) {
    this.item = vscode.languages.createLanguageStatusItem("param-lint.model", documentSelector());
    this.item.name = "param-lint";
    const soon = () => this.soon();
    this.subscriptions = [
      this.item,
      session.onDidChange(() => this.update()),
      vscode.window.onDidChangeActiveTextEditor(soon),
      vscode.window.onDidChangeTextEditorSelection(soon),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === vscode.window.activeTextEditor?.document) {
          this.soon();
        }
      }),
      vscode.workspace.onDidSaveTextDocument(soon),
      vscode.workspace.onDidSaveNotebookDocument(soon),
    ];
    this.update();
  }

  /** What is shown, for tests. */
  get shown(): string {
    return [this.item.text, this.item.detail].filter(Boolean).join(" | ");
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.asking?.cancel();
    for (const each of this.subscriptions) {
      each.dispose();
    }
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update(), QUIET);
  }

  private update(): void {
    const { state } = this.session;
    const open = { title: vscode.l10n.t("Show Log"), command: "param-lint.showLog" };
    const again = { title: vscode.l10n.t("Try Again"), command: "param-lint.restart" };
    this.item.busy = state.kind === "starting" || state.kind === "waiting";
    switch (state.kind) {
      case "running":
        void this.ask();
        return;
      case "no-python":
        this.show("$(error) param-lint", noPython(state.found), vscode.LanguageStatusSeverity.Error, again);
        return;
      case "failed":
        this.show("$(error) param-lint", failed(), vscode.LanguageStatusSeverity.Error, again);
        return;
      case "waiting": {
        const text = vscode.l10n.t("stopped; starts again in {0} s", state.delay / 1000);
        this.show("param-lint", text, vscode.LanguageStatusSeverity.Warning, open);
        return;
      }
      default:
        this.show("param-lint", vscode.l10n.t("starting"), vscode.LanguageStatusSeverity.Information, open);
    }
  }

  private async ask(): Promise<void> {
    this.asking?.cancel();
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !isOurs(editor.document)) {
      return; // the item is not visible there
    }
    const source = new vscode.CancellationTokenSource();
    this.asking = source;
    const { line, character } = editor.selection.active;
    const params = { textDocument: { uri: editor.document.uri.toString() }, position: { line, character } };
    const model = await this.session.request<ModelAt>("param-lint/modelAt", params, source.token);
    if (source.token.isCancellationRequested || this.session.state.kind !== "running") {
      return;
    }
    const severity = vscode.LanguageStatusSeverity;
    const summary = { title: vscode.l10n.t("Show Summary"), command: "param-lint.showSummary" };
    if (model === undefined) {
      this.show("param-lint", vscode.l10n.t("no Keras model in this file"), severity.Information, undefined);
    } else if (model.problem !== undefined) {
      this.show("$(warning) param-lint", model.problem, severity.Warning, undefined);
    } else {
      const change = model.change === null ? "" : ` (${model.change})`;
      const detail = [model.name, model.detail].filter(Boolean).join(" · ");
      this.show(model.text + change, detail, model.fits ? severity.Information : severity.Error, summary);
    }
  }

  private show(
    text: string,
    detail: string,
    severity: vscode.LanguageStatusSeverity,
    command: vscode.Command | undefined,
  ): void {
    this.item.text = text;
    this.item.detail = detail;
    this.item.severity = severity;
    this.item.command = command;
  }
}
