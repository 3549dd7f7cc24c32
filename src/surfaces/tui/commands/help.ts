import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { keyHelp } from "../messages/keys.ts";
import { type Line, lineOf, span, widthOf } from "../text/line.ts";

export default defineSlashCommand({
  name: "help",
  summary: { en: "commands and keys", de: "Befehle und Tasten" },
  duringTurn: true,
  async run({ language, show }) {
    const { entries } = await import("./index.gen.ts");
    const texts = commandTexts[language];
    const commands = entries.map(({ name, argument, summary }): [string, string] => [
      `/${name}${argument === undefined ? "" : ` ${argument}`}`,
      summary[language],
    ]);
    const rows = [...commands, ...keyHelp[language]];
    const width = Math.max(...rows.map(([what]) => widthOf([span(what)])));
    const toLine = ([what, does]: readonly [string, string]): Line =>
      lineOf("  ", span(what, "accent"), " ".repeat(width - widthOf([span(what)]) + 2), does);
    await show(texts.helpTitle, [
      lineOf(span(texts.commands, "heading")),
      ...commands.map(toLine),
      [],
      lineOf(span(texts.keys, "heading")),
      ...keyHelp[language].map(toLine),
    ]);
  },
});
