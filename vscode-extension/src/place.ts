/** Where a person is: the Python text at the cursor, also in a notebook whose cells nobody edits. */

import * as vscode from "vscode";

/** A Python text and a position in it. */
export interface Place {
  readonly uri: vscode.Uri;
  readonly position: vscode.Position;
}

/** Give the place of the cursor, or of the selected cell; undefined where no Python is. */
export function activePlace(): Place | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor !== undefined && isOurs(editor.document)) {
    return { uri: editor.document.uri, position: editor.selection.active };
  }
  const notebook = vscode.window.activeNotebookEditor;
  if (notebook === undefined || notebook.notebook.cellCount === 0) {
    return undefined;
  }
  // The selected cell may be text: then the nearest code above it, else the first.
  const cells = notebook.notebook.getCells();
  const above = cells.slice(0, notebook.selection.start + 1).reverse();
  const cell = [...above, ...cells].find((each) => isOurs(each.document));
  return cell && { uri: cell.document.uri, position: new vscode.Position(0, 0) };
}

/** Tell whether the server is told of a text. */
export function isOurs(document: vscode.TextDocument): boolean {
  return vscode.languages.match(documentSelector(), document) > 0;
}

/** Python wherever it is edited: files, unsaved texts, notebook cells, and the folders of virtual workspaces. */
export function documentSelector(): { readonly language: string; readonly scheme: string }[] {
  const virtual = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.scheme);
  const schemes = new Set(["file", "untitled", "vscode-notebook-cell", "vscode-vfs", ...virtual]);
  return [...schemes].map((scheme) => ({ language: "python", scheme }));
}
