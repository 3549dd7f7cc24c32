import { parse } from "smol-toml";
import { executes, settingName } from "./git-config-keys.ts";
import { parseGitConfig } from "./git-config-syntax.ts";
import { createMatcher, type Matcher } from "./watched-names.ts";
import { words } from "./words.ts";

/** A file that is harmless but for some of its settings. */
export interface KeyedFile {
  rule: string;
  /**
   * What a text gives leave to: the setting to tell people for each thing that differs. Undefined when it cannot be read as what it is
   * and so gives leave to nothing that is known.
   */
  grants(text: string): Map<string, string> | undefined;
}

export const gitConfigFile: KeyedFile = {
  rule: "git-config",
  grants(text) {
    const settings = parseGitConfig(text)?.filter(executes);
    return settings && new Map(settings.map((setting) => [`${settingName(setting)}=${setting.value}`, settingName(setting)]));
  },
};

/** Settings of npm and pnpm that neither run anything, nor say where packages come from or credentials go. */
const quietNpm: ReadonlySet<string> = new Set(
  words(
    "save engine-strict legacy-peer-deps strict-peer-deps strict-peer-dependencies fund audit audit-level loglevel",
    "progress color package-lock lockfile auto-install-peers dedupe-peer-dependents hoist hoist-pattern[]",
    "public-hoist-pattern[] shamefully-hoist shared-workspace-lockfile link-workspace-packages node-linker resolution-mode",
    "install-links install-strategy include-workspace-root tag-version-prefix message update-notifier before",
    "minimum-release-age package-import-method side-effects-cache symlink optional include omit production",
  ),
);
const quietNpmFamily = /^(?:save|prefer|fetch)-/;

const npmrc: KeyedFile = {
  rule: "tool-config",
  grants(text) {
    const grants = new Map<string, string>();
    let scripts = true;
    for (const line of text.split(/\r\n|\r|\n/)) {
      const setting = line.trim();
      if (setting === "" || /^[;#[]/.test(setting)) continue;
      const [key = "", ...rest] = setting.split("=").map((part) => part.trim().replace(/^(["'])(.*)\1$/, "$2"));
      const value = rest.join("=");
      if (key === "ignore-scripts") scripts = rest.length > 0 && value !== "true";
      else if (!quietNpm.has(key) && !quietNpmFamily.test(key)) grants.set(`${key}=${value}`, key);
    }
    // Without the setting they run: to take it away gives leave.
    if (scripts) grants.set("scripts", "ignore-scripts");
    return grants;
  },
};

/** The same of yarn. */
const quietYarn: ReadonlySet<string> = new Set(
  words(
    "nodeLinker nmMode nmHoistingLimits enableTelemetry enableGlobalCache enableProgressBars enableColors",
    "enableInlineHunks enableMessageNames enableTimers enableOfflineMode compressionLevel defaultSemverRangePrefix",
    "preferReuse preferInteractive preferDeferredVersions pnpMode pnpFallbackMode pnpEnableEsmLoader httpRetry",
    "httpTimeout networkConcurrency winLinkType lastUpdateCheck save-prefix",
  ),
);
const scalarLine = /^([\w-]+):?[ \t]+["']?[\w.^~ -]*["']?[ \t]*(?:#.*)?$/;

/** Lines, since any other line may belong to one that matters. */
const yarnrc: KeyedFile = {
  rule: "tool-config",
  grants(text) {
    const lines = text
      .split(/\r\n|\r|\n/)
      .filter((line) => !/^\s*(?:#.*|---)?$/.test(line) && !quietYarn.has(scalarLine.exec(line)?.[1] ?? ""));
    return new Map(lines.map((line) => [line, /[\w@./-]+/.exec(line)?.[0] ?? line.trim()]));
  },
};

const quietMise: ReadonlySet<string> = new Set(["tools", "tasks", "min_version", "alias", "tool_alias"]);

const mise: KeyedFile = {
  rule: "shell-config",
  grants(text) {
    const grants = new Map<string, string>();
    try {
      for (const [key, value] of Object.entries(parse(text))) {
        const written = JSON.stringify(value);
        // Templates may run commands, and a tool may bring one that runs after its installation.
        if (!quietMise.has(key) || (key !== "tasks" && /\{[{%]|"postinstall"/.test(written))) grants.set(`${key}=${written}`, key);
      }
    } catch {
      return undefined;
    }
    return grants;
  },
};

export const keyedFiles: Matcher<KeyedFile> = createMatcher<KeyedFile>([
  [".gitmodules", gitConfigFile],
  [".npmrc", npmrc],
  [".yarnrc", yarnrc],
  [".yarnrc.yml", yarnrc],
  ["mise.toml", mise],
  [".mise.toml", mise],
  ["mise.local.toml", mise],
  [".mise.local.toml", mise],
  [".config/mise.toml", mise],
]);

/** Names of the settings that `after` has and `before` has not; undefined when `after` cannot be read. */
export function newGrants(file: KeyedFile, before: string | null, after: string): string[] | undefined {
  const given = file.grants(after);
  if (given === undefined) return undefined;
  const had = file.grants(before ?? "");
  return [...new Set([...given].filter(([grant]) => had?.has(grant) !== true).map(([, name]) => name))];
}
