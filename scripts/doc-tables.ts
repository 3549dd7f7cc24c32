/** The tables of the documentation that are made from the source. Each stands between `<!-- table: name -->` and `<!-- end -->`. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { CaseResult } from "../bench/repair/run-case.ts";
import { shares, total } from "../bench/repair/shares.ts";
import type { ErrorCode } from "../src/contract/error.ts";
import { errorCodes, exitCodes } from "../src/contract/error.ts";
import { duration } from "../src/config/kinds.ts";
import { readRealProjects } from "../test/verify/real-projects.ts";
import { settings, tables, type Setting } from "../src/config/settings.ts";
import { entries as languages } from "../src/knowledge/languages/index.gen.ts";
import { entries as commands } from "../src/surfaces/commands/index.gen.ts";
import { entries as slashCommands } from "../src/surfaces/tui/commands/index.gen.ts";
import { keyHelp } from "../src/surfaces/tui/messages/keys.ts";
import { entries as providers } from "../src/models/providers/index.gen.ts";

const exitMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  verified: "The work is done and the harness has verified it.",
  internal: "Fettle or its machine is broken.",
  usage: "The command line or a setting is wrong; nothing was done.",
  unverified: "The work is done and nothing proves it.",
  checksFailed: "Checks fail on the tree that is handed over, or the agent gave up.",
  denied: "A rule kept a call from running, or nobody was there to allow it.",
  budget: "A budget is used up.",
  model: "The model's provider failed.",
  interrupted: "Somebody interrupted the work.",
};

const makers: Readonly<Record<string, () => string[]>> = {
  languages: () =>
    table(
      ["language", "files"],
      languages.map(({ name, endings }) => [name, endings.map((ending) => `\`${ending}\``).join(" ")]),
    ),
  exits: () =>
    table(
      ["exit code", "means"],
      Object.entries(exitCodes).map(([name, code]) => [String(code), exitMeanings[name as keyof typeof exitCodes]]),
    ),
  errors: () =>
    table(
      ["code", "exit code", "means"],
      (Object.keys(errorCodes) as ErrorCode[]).map((code) => [`\`${code}\``, String(errorCodes[code].exit), errorCodes[code].means]),
    ),
  settings: () =>
    table(
      ["key", "takes", "default", "variable", "option", "does"],
      Object.entries<Setting>(settings).map(([key, { default: value, env, flag, describe, kind }]) => [
        `\`${key}\``,
        kind.expects,
        `\`${JSON.stringify(asWritten(value, kind))}\``,
        `\`${env}\``,
        flag === undefined ? "" : `\`${flag}\``,
        describe,
      ]),
    ),
  named: () =>
    table(
      ["key", "takes", "does"],
      Object.entries(tables).flatMap(([name, fields]) =>
        Object.entries(fields).map(([key, { describe, kind }]) => [
          `\`${key}\` of \`[${name}.${name === "models" ? '"provider/model"' : "NAME"}]\``,
          kind.expects,
          describe,
        ]),
      ),
    ),
  commands: () =>
    table(
      ["command", "does"],
      commands.map(({ name, summary }) => [`\`fettle ${name}\``, summary]),
    ),
  found: () =>
    table(
      ["project", "files that say how it is checked", "checks"],
      readRealProjects().map(({ name, source, licence, files, expected }) => [
        `${name} (${source}; ${licence})`,
        Object.keys(files)
          .filter((file) => !/\.py$|lock/.test(file) || file === "noxfile.py")
          .map((file) => `\`${file}\``)
          .join(", "),
        expected
          .map((line) => line.split(" | ").slice(0, 2))
          .map(([proves, command]) => `${proves}: \`${command}\``)
          .join("<br>"),
      ]),
    ),
  repairs: () => {
    const results = JSON.parse(readFileSync(resolve(import.meta.dirname, "../bench/repair/results.json"), "utf8")) as CaseResult[];
    return table(
      ["what is broken", "broken", "mended", "to the character", "a passing test spoilt"],
      [...shares(results), total(results)].map(({ kind, broken, mended, same, spoilt }) => [
        kind === "all" ? "**all**" : kind,
        String(broken),
        `${mended} (${Math.round((100 * mended) / broken)} %)`,
        String(same),
        String(spoilt),
      ]),
    );
  },
  slash: () =>
    table(
      ["command", "does", "while a turn runs"],
      slashCommands.map(({ name, argument, summary, duringTurn }) => [
        `\`/${name}${argument === undefined ? "" : ` ${argument}`}\``,
        summary.en,
        duringTurn === true ? "yes" : "",
      ]),
    ),
  keys: () =>
    table(
      ["key", "does"],
      keyHelp.en.map(([key, does]) => [key, does]),
    ),
  providers: () =>
    table(
      ["provider", "name", "variable of its key", "a model"],
      providers.map(({ name, title, env, example }) => [
        title,
        `\`${name}\``,
        env.key.map((variable) => `\`${variable}\``).join(", "),
        `\`${name}/${example}\``,
      ]),
    ),
};

/** A value as a settings file has it. */
function asWritten(value: unknown, kind: Setting["kind"]): unknown {
  if (value === null) return "none";
  return kind === duration && typeof value === "number" ? `${value / 60_000}m` : value;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)];
}

const region = /^<!-- table: (\w+) -->\n[^]*?^<!-- end -->$/gm;

/** The page with its tables as they are now. */
export function withTables(page: string): string {
  return page.replace(region, (_, name: string) => {
    const make = makers[name];
    if (make === undefined) throw new Error(`there is no table ${name}; there are ${Object.keys(makers).join(", ")}`);
    return [`<!-- table: ${name} -->`, "", ...make(), "", "<!-- end -->"].join("\n");
  });
}
