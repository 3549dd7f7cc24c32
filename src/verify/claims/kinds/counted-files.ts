import { type Clause, negated } from "../clauses.ts";
import { netChanges } from "../evidence.ts";
import { isByproduct } from "../paths.ts";
import { phrase } from "../phrase.ts";
import { contradicted, type Statement, supported, unsupported } from "../statement.ts";

const NUMBERS: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 };
const IN_FILES = phrase(
  ["files"],
  /\b(?:fixed|changed|updated|modified|edited|touched|mended|corrected|rewrote|refactored)\b[^.;]{0,60}?\b(\d+|two|three|four|five|six|seven|eight|nine|ten) (?:\w+ )?files\b/i,
);

/** In how many files something was done: no more than were changed. */
export function readCountedFiles(clause: Clause): Statement[] {
  const match = IN_FILES.exec(clause.text);
  if (clause.hedged || match === null || negated(clause, match.index + match[0].length)) return [];
  const [, word = ""] = match;
  const number = NUMBERS[word.toLowerCase()] ?? Number(word);
  return [
    {
      kind: "files-counted",
      about: String(number),
      judge(evidence) {
        const changed = [...evidence.changes.map(({ path }) => path), ...evidence.held].filter((path) => !isByproduct(path));
        const paths = [...new Set(changed)];
        if (!evidence.complete || evidence.changes.some(({ type }) => type === "directory"))
          return unsupported("Not every change can be seen.");
        if (paths.length < number)
          return contradicted(`${paths.length === 1 ? "One file was" : `${paths.length} files were`} changed in this thread.`, paths);
        return netChanges(evidence).size === number
          ? supported("As many files were changed.", paths.slice(0, 20))
          : unsupported("Which files are meant cannot be told.", paths.slice(0, 20));
      },
    },
  ];
}
