import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { keyHelp } from "../messages/keys.ts";
import { type Line, lineOf, span, widthOf } from "../text/line.ts";
import { wrap } from "../text/wrap.ts";

export default defineSlashCommand({
  name: "help",
  summary: { en: "commands and keys", de: "Befehle und Tasten" },
  duringTurn: true,
  async run({ language, io, show }) {
    const { entries } = await import("./index.gen.ts");
    const texts = commandTexts[language];
    const commands = entries.map(({ name, argument, summary }): [string, string] => [
      `/${name}${argument === undefined ? "" : ` ${argument}`}`,
      summary[language],
    ]);
    const columns = io.stdout.columns ?? 80;
    const toLines = (rows: readonly (readonly [string, string])[]) => rows.flatMap((row) => rowLines(row, columns));
    await show(texts.helpTitle, [
      lineOf(span(texts.commands, "heading")),
      ...toLines(commands),
      [],
      lineOf(span(texts.keys, "heading")),
      ...toLines(keyHelp[language]),
    ]);
  },
});

/** Cells that what is explained takes; what is longer stands on a line of its own. */
const LEFT = 26;

function rowLines([what, does]: readonly [string, string], columns: number): Line[] {
  const name = span(what, "accent");
  const width = widthOf([name]);
  if (width > LEFT || columns < 2 * LEFT) return [lineOf("  ", name), ...wrap(lineOf("      ", does), columns, { indent: 6 })];
  return wrap(lineOf("  ", name, " ".repeat(LEFT - width + 2), does), columns, { indent: LEFT + 4 });
}
