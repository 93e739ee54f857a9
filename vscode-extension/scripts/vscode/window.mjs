// Starts VS Code's server in a folder of its own, and opens windows of it in a headless Chromium.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { install } from "./install.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
// Without these, Chromium asks hosts of its maker.
const QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
QUIET.push("--disable-background-networking", "--disable-component-update", "--disable-sync");
const SETTINGS = {
  "chat.disableAIFeatures": true,
  "editor.accessibilitySupport": "off",
  "editor.inlayHints.enabled": "on",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": "off",
  "files.autoSave": "off",
  "git.enabled": false,
  "notebook.codeLens": true,
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/**
 * Start a server with settings, installed extensions (.vsix), and a workspace that is trusted or not.
 */
export async function startCode({
  settings = {},
  extensions = [],
  trusted = true,
  environment = {},
  driven = true,
} = {}) {
  const { node, server } = install();
  const home = mkdtempSync(join(tmpdir(), "param-lint-code-"));
  const folder = (name) => join(home, name);
  mkdirSync(folder("user/User"), { recursive: true });
  writeFileSync(folder("user/User/settings.json"), JSON.stringify({ ...SETTINGS, ...settings }));
  const places = [
    "--server-data-dir",
    folder("srv"),
    "--user-data-dir",
    folder("user"),
    "--extensions-dir",
    folder("ext"),
  ];
  const env = { ...process.env, ...environment };
  const begin = performance.now();
  for (const extension of extensions) {
    await ended(spawn(node, [server, ...places, "--install-extension", extension], { env, stdio: "ignore" }));
  }
  const installing = performance.now() - begin;
  const port = await freePort();
  const options = ["--accept-server-license-terms", "--without-connection-token", "--host", "127.0.0.1"];
  options.push("--port", String(port), "--telemetry-level", "off", ...places);
  if (driven) {
    options.push("--enable-smoke-test-driver"); // without it, VS Code runs no tests; with it, it shows no messages
  }
  if (trusted) {
    options.push("--disable-workspace-trust");
  }
  // A group of its own: extension hosts outlive the server that started them.
  const running = spawn(node, [server, ...options], { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  await new Promise((resolve, reject) => {
    running.stdout.on("data", (text) => String(text).includes("agent listening") && resolve());
    running.on("exit", () => reject(new Error("VS Code's server ended")));
    setTimeout(() => reject(new Error("VS Code's server does not start")), 60_000).unref();
  });
  running.removeAllListeners("exit");
  const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: QUIET });
  return {
    port,
    browser,
    /** What the extensions took to install, in ms. */
    installing,
    /** Open a window on a folder; `payload` is what VS Code's web entry takes. */
    async open(path, payload, { width = 1200, height = 800, prepare } = {}) {
      const permissions = ["clipboard-read", "clipboard-write"];
      const context = await browser.newContext({ viewport: { width, height }, permissions });
      const page = await context.newPage();
      await prepare?.(page);
      const given = encodeURIComponent(JSON.stringify(payload));
      await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(path)}&payload=${given}`);
      return page;
    },
    remote: (path) => `vscode-remote://127.0.0.1:${port}${path}`,
    async stop() {
      await browser.close();
      try {
        process.kill(-running.pid, "SIGKILL");
      } catch {
        // it has ended
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${child.spawnargs.join(" ")}: ${code}`))));
  });
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
