import { defineSlashCommand } from "../app/slash-command.ts";
import { takeBack } from "./support/take-back.ts";

export default defineSlashCommand({
  name: "redo",
  summary: { en: "bring back what was undone", de: "wiederherstellen, was zurückgenommen wurde" },
  argument: "[checkpoint]",
  run: (context, argument) => takeBack(context, "redo", argument),
});
