import { nearest } from "../../../lib/nearest.ts";
import { entries } from "../commands/index.gen.ts";
import type { Offer } from "../editor/completion/offers.ts";
import type { AppTexts } from "../messages/app.ts";
import type { Language } from "../messages/catalogue.ts";
import { span } from "../text/line.ts";
import type { CommandContext } from "./slash-command.ts";

/** Commands as they are offered where a person writes a slash. */
export function commandOffers(language: Language): Offer[] {
  return entries.map(({ name, summary }) => ({ label: name, detail: summary[language] }));
}

/** Runs what a person wrote after a slash. Rejects with what the command throws. */
export async function runSlashCommand(text: string, context: CommandContext, texts: AppTexts): Promise<void> {
  const [, name = "", argument = ""] = /^\/(\S*)\s*([^]*)$/.exec(text.trim()) ?? [];
  const entry = entries.find((command) => command.name === name);
  if (entry === undefined) {
    const [likely] = nearest(
      name,
      entries.map((command) => command.name),
    );
    context.say([[span(`${texts.unknownCommand(name)}${likely === undefined ? "" : ` ${texts.didYouMean(likely)}`}`, "warn")]]);
    return;
  }
  if (entry.duringTurn !== true && context.session.atWork) {
    context.say([[span(texts.notDuringTurn(name), "warn")]]);
    return;
  }
  const { default: command } = await entry.load();
  await command.run(context, argument.trim());
}
