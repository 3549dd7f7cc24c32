import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { labelOf } from "./support/prompts.ts";

export default defineSlashCommand({
  name: "jobs",
  summary: { en: "list commands in the background, and end one", de: "Befehle im Hintergrund auflisten und einen beenden" },
  duringTurn: true,
  async run({ language, session, choose, say }) {
    const texts = commandTexts[language];
    const jobs = session.thread?.jobs;
    const running = jobs?.list().filter((job) => job.running) ?? [];
    if (jobs === undefined || running.length === 0) return say([lineOf(texts.noJobs)]);
    const choices = running.map(({ id, command }) => ({ label: labelOf(command), detail: id, value: { id, command } }));
    const chosen = await choose(texts.chooseJob, choices);
    if (chosen === undefined) return;
    await jobs.stop(chosen.id);
    say([lineOf(texts.jobEnded(labelOf(chosen.command)))]);
  },
});
