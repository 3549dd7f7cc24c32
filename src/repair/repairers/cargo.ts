import { defineRepairer } from "../../contract/repairer.ts";
import { mendInRounds } from "../compiled/mend-in-rounds.ts";
import { run } from "../programs/fixing-program.ts";
import { readSuggestions } from "../rust/suggestions.ts";

const CHECK = ["cargo", "check", "--offline", "--quiet", "--workspace", "--all-targets", "--message-format=json"];

/** What `cargo fix` would apply to errors, and the imports and misspelt names that it leaves to people although there is one answer. */
export default defineRepairer({
  name: "cargo",
  mends: ["types", "build", "tests"],
  looksAt: "project",
  applies: async (files) => (await files.list(".")).some(({ name }) => name === "Cargo.toml"),
  repair: async (context) =>
    await mendInRounds(context, {
      programs: ["cargo"],
      async look(box) {
        const { output, exitCode, omittedBytes } = await run(box, CHECK, context.signal);
        return exitCode === null || omittedBytes > 0 ? undefined : readSuggestions(output.toString("utf8"));
      },
    }),
});
