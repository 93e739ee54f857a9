/** The settings that the server is given: what a person wrote, and never our defaults. */

/** What VS Code tells about one setting. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
}

/** Settings of the extension itself, of which the server knows nothing. */
const OWN = new Set(["interpreter", "importStrategy", "trace"]);

/**
 * Give the settings that are set somewhere, the workspace's before the user's.
 *
 * A default that VS Code fills in must not reach the server: it would override what the project's pyproject.toml says.
 *
 * @param names the settings without their prefix, as package.json declares them.
 * @param inspect what VS Code tells about one of them.
 */
export function chosen(
  names: readonly string[],
  inspect: (name: string) => Inspected | undefined,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of names) {
    const value = inspect(name);
    const written = value?.workspaceValue ?? value?.globalValue;
    if (written !== undefined && !OWN.has(name.split(".")[0] ?? "")) {
      found[name] = written;
    }
  }
  return found;
}
