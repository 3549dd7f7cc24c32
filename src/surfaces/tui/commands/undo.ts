import { defineSlashCommand } from "../app/slash-command.ts";
import { takeBack } from "./support/take-back.ts";

export default defineSlashCommand({
  name: "undo",
  summary: {
    en: "take back what was done: the last call, several, all after a checkpoint",
    de: "zurücknehmen, was getan wurde: den letzten Aufruf, mehrere, alles nach einem Checkpoint",
  },
  argument: "[steps|checkpoint]",
  run: (context, argument) => takeBack(context, "undo", argument),
});
