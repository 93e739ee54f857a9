// A real VS Code (its server, workbench and extension host) out of the npm registry alone; compiles nothing.
//
//     node scripts/vscode/install.mjs [FOLDER]      once; a minute, 800 MB
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const CODE_SERVER = "code-server@4.139.1"; // VS Code 1.139
const NODE = `node-${process.platform}-${process.arch}@24`; // which that VS Code needs; the package is the program

/** Give the paths of VS Code's server and of the Node that runs it, and install them where they are not there. */
export function install(folder = process.env.PARAM_LINT_VSCODE ?? join(tmpdir(), "param-lint-vscode")) {
  const modules = resolve(folder, "node_modules");
  const bin = join(modules, NODE.split("@")[0], "bin");
  const code = join(modules, "code-server", "lib", "vscode");
  const done = join(folder, "installed");
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    npm(folder, bin, "install", "--no-save", "--ignore-scripts", NODE, CODE_SERVER);
    npm(code, bin, "install", "--omit=dev", "--ignore-scripts");
    writeFileSync(done, "");
  }
  return { node: join(bin, "node"), server: join(code, "out", "server-main.js") };
}

function npm(cwd, bin, ...args) {
  const PATH = [bin, process.env.PATH].join(":");
  execFileSync("npm", ["--loglevel=error", ...args], {
    cwd,
    env: { ...process.env, PATH },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(install(process.argv[2]).server);
}
