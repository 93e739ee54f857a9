"""The style and the script of the model view's page, which loads neither from anywhere.

Colours are the editor's where the page is shown in one (VS Code gives them as `--vscode-…`), else the reader's.
"""

STYLE = """
:root { color-scheme: light dark; --fore: #1f2328; --back: #ffffff; --quiet: #59636e; --line: #d1d9e0;
  --track: #eaeef2; --bar: #0969da; --heavy: #bc4c00; --wrong: #d1242f; --hover: #f3f5f7; --focus: #0969da; }
@media (prefers-color-scheme: dark) { :root { --fore: #e6edf3; --back: #0d1117; --quiet: #9198a1; --line: #3d444d;
  --track: #262c34; --bar: #4493f8; --heavy: #f0883e; --wrong: #f85149; --hover: #161b22; --focus: #4493f8; } }
body[class*="vscode"] { --fore: var(--vscode-foreground); --back: var(--vscode-editor-background);
  --quiet: var(--vscode-descriptionForeground);
  --line: var(--vscode-contrastBorder, var(--vscode-panel-border, #80808059)); --track: #80808026;
  --bar: var(--vscode-charts-blue); --heavy: var(--vscode-list-warningForeground); --focus: var(--vscode-focusBorder);
  --wrong: var(--vscode-editorError-foreground, var(--vscode-errorForeground));
  --hover: var(--vscode-list-hoverBackground); }
:root:has(.vscode-light, .vscode-high-contrast-light) { color-scheme: light; }
:root:has(.vscode-dark, .vscode-high-contrast:not(.vscode-high-contrast-light)) { color-scheme: dark; }
body { margin: 0; padding: .5rem 1.25rem 2rem; color: var(--fore); background: var(--back);
  font: 14px/1.45 var(--vscode-font-family, system-ui, sans-serif); }
main { max-width: 64rem; margin: 0 auto; }
h2 { font-size: 1.25rem; margin: 1rem 0 .5rem; }
section + section { margin-top: 2.5rem; }
small { color: var(--quiet); font-weight: normal; font-size: .85em; }
h2 small { margin-left: .35em; }
.totals { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; list-style: none; margin: 0 0 .75rem; padding: 0;
  color: var(--quiet); }
.totals b { color: var(--fore); font-variant-numeric: tabular-nums; }
.strip { display: flex; gap: 1px; height: .75rem; border-radius: 3px; overflow: hidden; margin-bottom: .75rem; }
.strip i { display: block; min-width: 1px; background: var(--bar); }
.shade1 { opacity: .55; } .shade2 { opacity: .8; } .shade3 { opacity: .4; } .shade4 { opacity: .7; }
.shade5 { opacity: .3; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem 1rem .35rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:last-child, td:last-child { padding-right: .25rem; }
thead th { color: var(--quiet); font-weight: 600; vertical-align: bottom; white-space: normal; }
tbody th { font-weight: 600; }
th:first-child { padding-left: .25rem; }
tbody th small { margin-left: .35em; }
td { font-family: var(--vscode-editor-font-family, ui-monospace, monospace); font-size: .93em; }
.number { position: relative; text-align: right; font-variant-numeric: tabular-nums; }
.number:nth-child(3) { min-width: 6rem; }
.bar { position: absolute; left: 0; right: 1rem; bottom: 2px; height: 3px; border-radius: 2px;
  background: linear-gradient(var(--bar), var(--bar)) left / calc(100% * var(--share)) 100% no-repeat var(--track); }
.heavy .bar { --bar: var(--heavy); }
.heavy td:nth-child(3) { color: var(--heavy); }
.misfit td:nth-child(2), .misfit th { color: var(--wrong); }
.misfit td:nth-child(2) { white-space: normal; }
.note { color: var(--quiet); }
.way { display: none; font-size: .93em; }
.linked .way { display: block; }
.linked tr[data-row] { cursor: pointer; }
.linked tr[data-row]:hover { background: var(--hover); }
tr:focus-visible { outline: 2px solid var(--focus); outline-offset: -2px; }
.strip i, .bar { forced-color-adjust: none; }
@media (max-width: 46rem) { body { padding: .25rem .75rem 1rem; } tbody th small { display: block; margin: 0; }
  th, td { padding-right: .75rem; } .bar { right: .75rem; } }
@media (max-width: 42rem) { td:nth-child(5), th:nth-child(5) { display: none; } }
@media (max-width: 34rem) { td:nth-child(4), th:nth-child(4) { display: none; } }
"""

# In an editor's panel a row leads to its layer, by a click or the Enter key; arrows, Home and End go from row to row.
# The panel replaces what is in <main> while somebody types, so that listeners stand at the document.
SCRIPT = """
(() => {
  const editor = typeof acquireVsCodeApi === "function" ? acquireVsCodeApi() : null;
  if (editor) document.body.classList.add("linked");
  const rowOf = event => event.target.closest("tr[data-row]");
  const go = row => editor && editor.postMessage({ model: +row.dataset.model, row: +row.dataset.row });
  const moves = { ArrowDown: (at, _) => at + 1, ArrowUp: (at, _) => at - 1, Home: () => 0, End: (_, last) => last };
  document.addEventListener("click", event => {
    const row = rowOf(event);
    if (row) go(row);
  });
  document.addEventListener("focusin", event => {
    const row = rowOf(event);
    if (row) for (const each of row.parentElement.rows) each.tabIndex = each === row ? 0 : -1;
  });
  document.addEventListener("keydown", event => {
    const row = rowOf(event);
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") go(row);
    else if (event.key in moves) {
      const rows = [...document.querySelectorAll("tr[data-row]")];
      rows[moves[event.key](rows.indexOf(row), rows.length - 1)]?.focus();
    } else return;
    event.preventDefault();
  });
})();
"""
