import type { Piece } from "../../../contract/source.ts";
import { foldEvents } from "../../../log/folds/fold.ts";
import { threadState } from "../../../log/folds/state.ts";
import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { type Line, lineOf, span } from "../text/line.ts";
import { tableLines, tell } from "./support/tell.ts";
import { eventsOf, needThread } from "./support/this-thread.ts";

export default defineSlashCommand({
  name: "context",
  summary: { en: "what fills the model's context", de: "was den Kontext des Modells füllt" },
  duringTurn: true,
  async run(context) {
    const { language, session } = context;
    const texts = commandTexts[language];
    const thread = needThread(context);
    if (thread === undefined) return;
    const { usage, facts } = await foldEvents(threadState, eventsOf(context, thread));
    const count = (tokens: number) => tokens.toLocaleString(language);
    const lines: Line[] = [];
    if (usage === undefined) lines.push(lineOf(texts.contextUnknown));
    else {
      const used = usage.input + usage.cacheRead + usage.cacheWrite + usage.output;
      const whole = session.thread?.setting.contextTokens;
      const percent = whole === undefined ? 0 : Math.round((used / whole) * 100);
      if (whole !== undefined) lines.push(lineOf(span(texts.contextUse(count(used), count(whole), percent), "bold")), []);
      const rows = [
        [texts.contextRead, count(usage.cacheRead)],
        [texts.contextWritten, count(usage.cacheWrite)],
        [texts.contextNew, count(usage.input)],
        [texts.contextReply, count(usage.output)],
      ];
      lines.push(...tableLines([[texts.contextOfLast, "Tokens"], ...rows]));
    }
    const pieces = (facts.get("instructions") ?? []) as readonly Piece[];
    if (pieces.length > 0)
      lines.push(
        [],
        lineOf(span(texts.contextPieces, "heading")),
        ...pieces.map(({ from, text }) => lineOf(`  ${count(text.length)}  `, span(from, "dim"))),
      );
    await tell(context, texts.contextTitle, lines);
  },
});
