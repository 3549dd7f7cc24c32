import { quoteWord } from "../../lib/shell-word.ts";

/** A command that runs in a shell is what stands after its `-c`. */
export function commandText(argv: readonly string[]): string {
  return argv[0] === "bash" && argv.at(-2) === "-c" ? argv.at(-1)! : argv.join(" ");
}

/** The same, for a shell to run. */
export function shellText(argv: readonly string[]): string {
  return argv[0] === "bash" && argv.at(-2) === "-c" ? argv.at(-1)! : argv.map(quoteWord).join(" ");
}
