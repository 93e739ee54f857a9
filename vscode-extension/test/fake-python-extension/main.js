// Answers what is asked of the Python extension: its active interpreter, which the command `fakePython.use` changes.
const vscode = require("vscode");

exports.activate = () => {
  let active = process.env.PARAM_LINT_PYTHON;
  const changed = new vscode.EventEmitter();
  vscode.commands.registerCommand("fakePython.use", (path) => {
    active = path;
    changed.fire({ path });
  });
  return {
    environments: {
      getActiveEnvironmentPath: () => ({ path: active ?? "" }),
      resolveEnvironment: async ({ path }) =>
        path === "" ? undefined : { executable: { uri: vscode.Uri.file(path) } },
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
};
