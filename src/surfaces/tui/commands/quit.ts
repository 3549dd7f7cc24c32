import { defineSlashCommand } from "../app/slash-command.ts";

export default defineSlashCommand({
  name: "quit",
  summary: { en: "leave; /resume goes on later", de: "verlassen; /resume macht später weiter" },
  duringTurn: true,
  run: ({ quit }) => quit(),
});
