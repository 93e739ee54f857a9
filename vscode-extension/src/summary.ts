/** The table of a model's summary, beside the code as Markdown, or on the clipboard. */

import * as vscode from "vscode";
import { activePlace } from "./place";
import type { Session } from "./session";
import type { ModelAt } from "./status";

const COMMAND = "param-lint.summary"; // of the server; gives Markdown
const SCHEME = "param-lint-summary";

/** Register the commands that a code lens or a person calls; a lens hands over the server's own arguments. */
export function registerSummary(session: Session): vscode.Disposable {
  const pages = new Pages();
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, pages),
    vscode.commands.registerCommand("param-lint.showSummary", async (...given: unknown[]) => {
      const text = await summary(session, given);
      if (text !== undefined) {
        await vscode.commands.executeCommand("markdown.showPreviewToSide", pages.put(text));
      }
    }),
    vscode.commands.registerCommand("param-lint.copySummary", async (...given: unknown[]) => {
      const text = await summary(session, given);
      if (text !== undefined) {
        await vscode.env.clipboard.writeText(text);
        vscode.window.setStatusBarMessage(vscode.l10n.t("The summary is on the clipboard"), 4000);
      }
    }),
  );
}

async function summary(session: Session, given: unknown[]): Promise<string | undefined> {
  if (!session.executes(COMMAND)) {
    void vscode.window.showInformationMessage(vscode.l10n.t("This version of param-lint has no summaries."));
    return undefined;
  }
  const args = given.length > 0 ? given : await modelHere(session);
  const request = { command: COMMAND, arguments: args };
  const text = args && (await session.request<string>("workspace/executeCommand", request));
  if (text === undefined || text === "") {
    void vscode.window.showInformationMessage(vscode.l10n.t("There is no model here whose summary is known."));
    return undefined;
  }
  return text;
}

/** Give the place of the model that the language status tells about. */
async function modelHere(session: Session): Promise<unknown[] | undefined> {
  const place = activePlace();
  if (place === undefined) {
    return undefined;
  }
  const params = { textDocument: { uri: place.uri.toString() }, position: place.position };
  const model = await session.request<ModelAt>("param-lint/modelAt", params);
  return model?.location && [model.location.uri, model.location.range.start];
}

/** One page, which is rewritten each time. */
class Pages implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private text = "";

  put(text: string): vscode.Uri {
    const page = vscode.Uri.from({ scheme: SCHEME, path: "/summary.md" });
    this.text = text;
    this.changed.fire(page);
    return page;
  }

  provideTextDocumentContent(): string {
    return this.text;
  }
}
