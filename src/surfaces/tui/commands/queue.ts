import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { labelOf } from "./support/prompts.ts";

export default defineSlashCommand({
  name: "queue",
  summary: { en: "look at prompts that wait, and take one back", de: "wartende Prompts ansehen und einen zurückholen" },
  duringTurn: true,
  async run({ language, session, choose, say, draft }) {
    const texts = commandTexts[language];
    const waiting = session.thread?.waiting ?? [];
    if (waiting.length === 0) return say([lineOf(texts.noQueue)]);
    const details = { steer: texts.steering, queue: texts.queued } as const;
    const choices = waiting.map((prompt) => ({ label: labelOf(prompt.text), detail: details[prompt.delivery], value: prompt }));
    const chosen = await choose(texts.chooseWaiting, choices);
    if (chosen === undefined) return;
    const action = await choose(texts.waitingWhat, [
      { label: texts.waitingBack, value: "back" as const },
      ...(chosen.delivery === "steer" ? [{ label: texts.waitingQueue, value: "queue" as const }] : []),
    ]);
    if (action === "queue") return session.send({ type: "prompt.queue", prompt: chosen.id });
    // It may have been taken while the question stood there: then it is not drafted as well.
    if (action !== "back" || session.thread?.waiting.some(({ id }) => id === chosen.id) !== true) return;
    session.send({ type: "prompt.withdraw", prompt: chosen.id });
    draft(chosen);
  },
});
