/** The server's life: found a Python, started, died, started again. */

import { spawn } from "node:child_process";
import * as path from "node:path";
import * as vscode from "vscode";
import {
  type ClientCapabilities,
  CloseAction,
  ErrorAction,
  type FeatureState,
  LanguageClient,
  type LanguageClientOptions,
  ShowMessageNotification,
  type StaticFeature,
} from "vscode-languageclient/node";
import { complainOfSettings } from "./complaints";
import { documentSelector } from "./place";
import { serverArguments } from "./probe";
import { findPython, isPython, type NoPython, type Python } from "./python";
import { Restarts } from "./restarts";
import { chosen } from "./settings";

export type State =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly python: Python }
  | { readonly kind: "waiting"; readonly delay: number }
  | { readonly kind: "no-python"; readonly found: NoPython }
  | { readonly kind: "failed" };

const SECTION = "param-lint";
const SUMMARY_COMMANDS = ["param-lint.showSummary", "param-lint.copySummary"];

export class Session implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<State>();
  readonly onDidChange = this.changed.event;
  private readonly restarts = new Restarts();
  private readonly launcher: string;
  private queue: Promise<void> = Promise.resolve();
  private client: LanguageClient | undefined;
  private timer: NodeJS.Timeout | undefined;
  private now: State = { kind: "stopped" };

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.launcher = context.asAbsolutePath(path.join("bundled", "launch.py"));
  }

  get state(): State {
    return this.now;
  }

  /** The process of the running server. */
  get process(): number | undefined {
    return this.pid;
  }
  private pid: number | undefined;

  /** Start the server, or stop it and start it again, because somebody asked for it. */
  restart(): Promise<void> {
    this.restarts.reset();
    return this.next(async () => {
      await this.stop();
      await this.start();
    });
  }

  /** Ask the server; undefined when it is not running or does not know the answer. */
  async request<T>(method: string, params: unknown, token?: vscode.CancellationToken): Promise<T | undefined> {
    const client = this.client;
    if (client === undefined || this.now.kind !== "running") {
      return undefined;
    }
    try {
      // An undefined token would be taken for a second parameter.
      const more = token === undefined ? [] : [token];
      return (await client.sendRequest<T | null>(method, params, ...more)) ?? undefined;
    } catch (error) {
      this.log.debug(`${method}: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }

  /** Tell whether the server can execute a command. */
  executes(command: string): boolean {
    return this.client?.initializeResult?.capabilities.executeCommandProvider?.commands.includes(command) ?? false;
  }

  /** Tell the server that settings changed; it asks for them itself. */
  async settingsChanged(): Promise<void> {
    if (this.now.kind === "running") {
      await this.client?.sendNotification("workspace/didChangeConfiguration", { settings: null });
    }
  }

  async dispose(): Promise<void> {
    await this.next(() => this.stop());
    this.changed.dispose();
  }

  // -- one after the other ------------------------------------------------------------------------------------------

  private next(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work).catch((error) => this.log.error(error));
    return this.queue;
  }

  private async start(): Promise<void> {
    if (this.client !== undefined) {
      return;
    }
    this.become({ kind: "starting" });
    const cwd = path.dirname(this.launcher);
    const found = await findPython(this.launcher, cwd, this.log);
    if (!isPython(found)) {
      this.become({ kind: "no-python", found });
      return;
    }
    const client = this.makeClient(found, cwd);
    this.client = client;
    try {
      await client.start();
      if (this.client === client) {
        this.become({ kind: "running", python: found });
      }
    } catch (error) {
      this.log.error(`the server did not start: ${error instanceof Error ? error.message : error}`);
      this.died(client);
    }
  }

  private async stop(): Promise<void> {
    clearTimeout(this.timer);
    const client = this.client;
    this.client = undefined;
    this.become({ kind: "stopped" });
    try {
      await client?.dispose(2000);
    } catch (error) {
      this.log.debug(`stopping: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** Plan the next start after a death; all that the server knew comes from the client again. */
  private died(client: LanguageClient): void {
    if (this.client !== client) {
      return; // it was told to end, or its death was noticed twice
    }
    this.client = undefined;
    client.dispose().catch(() => undefined);
    const delay = this.restarts.next(Date.now());
    if (delay === undefined) {
      this.log.error("the server died again and again and is not started any more");
      this.become({ kind: "failed" });
      return;
    }
    this.log.warn(`the server died; it is started again in ${delay / 1000} s`);
    this.become({ kind: "waiting", delay });
    this.timer = setTimeout(() => this.next(() => this.start()), delay);
  }

  private become(state: State): void {
    this.now = state;
    this.changed.fire(state);
  }

  // -- the client ---------------------------------------------------------------------------------------------------

  private makeClient(python: Python, cwd: string): LanguageClient {
    const client: LanguageClient = new LanguageClient(
      SECTION,
      "param-lint",
      async () => {
        const server = spawn(python.candidate.path, serverArguments(this.launcher, python.probe, python.strategy), {
          cwd, // never the workspace
          windowsHide: true,
        });
        this.pid = server.pid;
        // Without a handler, a program that cannot be started would end the extension host.
        server.on("error", (error) => this.log.error(`${python.candidate.path}: ${error.message}`));
        return server;
      },
      {
        documentSelector: documentSelector(),
        outputChannel: this.log,
        initializationOptions: this.settings(),
        initializationFailedHandler: () => false,
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          closed: () => {
            setImmediate(() => this.died(client));
            return { action: CloseAction.DoNotRestart, handled: true, message: "the connection is closed" };
          },
        },
        middleware: {
          workspace: {
            configuration: async (params, token, next) => {
              const others = await next(params, token);
              const answers = Array.isArray(others) ? others : [];
              return params.items.map((item, place) => (item.section === SECTION ? this.settings() : answers[place]));
            },
          },
        },
      } satisfies LanguageClientOptions,
    );
    client.registerFeature(new OurCommands());
    client.onNotification(ShowMessageNotification.type, ({ message }) => complainOfSettings(message));
    return client;
  }

  private settings(): Record<string, unknown> {
    const declared: object = this.context.extension.packageJSON.contributes.configuration.properties;
    const settings = vscode.workspace.getConfiguration(SECTION);
    // Also those that are not declared: the server tells which one was probably meant.
    const written = Object.keys(settings).filter((name) => typeof settings[name] !== "function");
    const names = new Set([...Object.keys(declared).map((name) => name.slice(SECTION.length + 1)), ...written]);
    return chosen([...names], (name) => settings.inspect(name));
  }
}

/** Tells the server the commands of `summary.ts`: its lenses call them instead of asking it to show a message. */
class OurCommands implements StaticFeature {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: SUMMARY_COMMANDS } };
  }
  initialize(): void {}
  getState(): FeatureState {
    return { kind: "static" };
  }
  clear(): void {}
}
