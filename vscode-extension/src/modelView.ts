/** The model view: the server's page of all models, in a panel beside the code that follows what is typed. */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Location } from "vscode-languageclient/node";
import { activePlace, isOurs } from "./place";
import type { Session } from "./session";

/** What `param-lint/modelView` answers; rows without a place lie in files that cannot be read. */
interface ModelView {
  readonly html: string;
  readonly models: readonly { readonly location: Location; readonly rows: readonly (Location | null)[] }[];
}

const QUIET = 400; // ms without an edit: the hints are drawn first

// The page is written once; later only its content is replaced, so that it neither blinks nor scrolls away.
const REPLACING = `addEventListener("message", ({ data }) => {
  const focused = document.activeElement?.dataset ?? {};
  document.querySelector("main").innerHTML = data;
  document.querySelector(\`tr[data-model="\${focused.model}"][data-row="\${focused.row}"]\`)?.focus();
});`;

export function registerModelView(session: Session): vscode.Disposable {
  let view: View | undefined;
  const show = (): void => {
    const place = activePlace();
    if (view !== undefined) {
      view.reveal();
    } else if (place !== undefined) {
      view = new View(session, place.uri);
      view.onDidDispose(() => {
        view = undefined;
      });
    }
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand("param-lint.showModelView", show),
    new vscode.Disposable(() => view?.dispose()),
  );
}

class View {
  private readonly panel: vscode.WebviewPanel;
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private models: ModelView["models"] = [];
  private written: string | undefined;
  private asked = 0;

  constructor(
    private readonly session: Session,
    private uri: vscode.Uri,
  ) {
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.panel = vscode.window.createWebviewPanel("param-lint.modelView", vscode.l10n.t("Model View"), where, {
      enableScripts: true,
      localResourceRoots: [],
      retainContextWhenHidden: true,
    });
    this.subscriptions = [
      this.panel.webview.onDidReceiveMessage((message) => this.go(message)),
      session.onDidChange(() => this.soon()),
      vscode.workspace.onDidChangeTextDocument((event) => isOurs(event.document) && this.soon()),
      vscode.workspace.onDidChangeNotebookDocument(() => this.soon()),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("param-lint") && this.soon()),
      vscode.window.onDidChangeActiveTextEditor(() => this.follow()),
      vscode.window.onDidChangeActiveNotebookEditor(() => this.follow()),
    ];
    this.panel.onDidDispose(() => {
      clearTimeout(this.timer);
      vscode.Disposable.from(...this.subscriptions).dispose();
    });
    void this.update();
  }

  get onDidDispose(): vscode.Event<void> {
    return this.panel.onDidDispose;
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** Show the models of where the person went; what is no Python leaves them. */
  private follow(): void {
    const place = activePlace();
    if (place !== undefined) {
      this.uri = place.uri;
      this.soon();
    }
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update(), QUIET);
  }

  private async update(): Promise<void> {
    this.asked += 1;
    const asked = this.asked;
    const params = { textDocument: { uri: this.uri.toString() } };
    const found = await this.session.request<ModelView>("param-lint/modelView", params);
    if (found === undefined || asked !== this.asked) {
      return; // what was shown stays: the server may be starting again, or a newer answer is on its way
    }
    this.models = found.models;
    const [main = ""] = /<main>[\s\S]*<\/main>/.exec(found.html) ?? [];
    if (this.written === undefined) {
      this.panel.webview.html = secured(found.html);
    } else if (this.written !== main) {
      await this.panel.webview.postMessage(main.slice("<main>".length, -"</main>".length));
    }
    this.written = main;
  }

  private async go({ model, row }: { readonly model: number; readonly row: number }): Promise<void> {
    const place = this.models[model]?.rows[row] ?? this.models[model]?.location;
    if (place === undefined) {
      return;
    }
    const { start, end } = place.range;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    const options = { selection, viewColumn: columnOf(place.uri) };
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.parse(place.uri), options);
  }
}

/** Allow the page its own style and scripts, and nothing else. */
function secured(html: string): string {
  const nonce = randomBytes(16).toString("base64");
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'`;
  return html
    .replace("<head>", `<head>\n<meta http-equiv="Content-Security-Policy" content="${policy}">`)
    .replaceAll("<script>", `<script nonce="${nonce}">`)
    .replace("</body>", `<script nonce="${nonce}">${REPLACING}</script></body>`);
}

/** Give the column in which a text stands already, else the first. */
function columnOf(uri: string): vscode.ViewColumn {
  const is = (document: vscode.TextDocument) => document.uri.toString() === uri;
  const { visibleTextEditors, visibleNotebookEditors } = vscode.window;
  const notebook = visibleNotebookEditors.find((each) => each.notebook.getCells().some((cell) => is(cell.document)));
  const shown = notebook ?? visibleTextEditors.find((editor) => is(editor.document));
  return shown?.viewColumn ?? vscode.ViewColumn.One;
}
