import type { Judge } from "../command.ts";

/** `awk` with a program that only computes and prints: no `system`, pipes, `getline`, files to write, or calls by name. */
export const judgeAwk: Judge = (args) => {
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "-F" || arg === "-v") i++;
    else if (!/^-[Fv]./s.test(arg)) break;
  }
  const program = args[i] ?? "";
  if (program.startsWith("-")) return "interpreter";
  const bare = program.replaceAll("||", "");
  if (/\bsystem\b|\bgetline\b|\bclose\b|\bfflush\b|[|@]|\\\n/.test(bare)) return "interpreter";
  // Only behind print is `>` a redirect; everywhere else it compares.
  const print = bare.search(/print/);
  if (print >= 0 && bare.slice(print).includes(">")) return "interpreter";
  return undefined;
};
