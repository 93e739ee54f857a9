// Bundles the extension, and with `--tests` its tests, into `out/`.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const shared = {
  absWorkingDir: root,
  bundle: true,
  external: ["vscode"],
  format: "cjs",
  logLevel: "warning",
  platform: "node",
  target: "node18", // the oldest that a VS Code of `engines.vscode` runs
};

rmSync(`${root}/out`, { recursive: true, force: true });
await esbuild.build({ ...shared, entryPoints: ["src/extension.ts"], minify: true, outfile: "out/extension.js" });
if (process.argv.includes("--tests")) {
  const unit = tests("test/unit");
  const inside = tests("test/vscode");
  await esbuild.build({
    ...shared,
    entryPoints: [...unit, ...inside],
    outbase: "test",
    outdir: "out/test",
    sourcemap: "inline",
  });
}

function tests(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${folder}/${name}`);
}
