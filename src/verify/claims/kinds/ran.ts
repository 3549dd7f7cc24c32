import { type Clause, codesIn, negated } from "../clauses.ts";
import { type ClaimEvidence, mayHaveProven, provingRuns } from "../evidence.ts";
import { isFile } from "../paths.ts";
import { phrase } from "../phrase.ts";
import { type Proof, proves } from "../proofs.ts";
import { contradicted, type Judged, type Statement, supported, unsupported } from "../statement.ts";

const WHO = String.raw`(?:^(?:(?:also|then|finally|additionally|afterwards|lastly|and)\s+)?|\b(?:I|we)(?:['’]ve| have)?\s+(?:also\s+|then\s+|just\s+|finally\s+)?|\b(?:by|after)\s+|\band\s+(?:also\s+|then\s+)?(?=(?:re-?ran|ran|executed)\b))`;
const RAN = String.raw`(?:re-?ran|ran|run|re-?running|running|executed|executing)`;
const WITH = String.raw`(?:verified|tested|checked|confirmed|validated|reproduced)(?:\s+\w+){0,3}?\s+(?:with|via|by running|using)`;
const WHAT = String.raw`((?:it with |the |an? |full |my |our |complete |whole |entire |project['’]s |relevant |all |new |existing |unit |updated )*)(⟦\d+⟧|tests?(?: suite)?\b|suite\b|build\b|linter\b|lint\b|type[- ]?check(?:er)?\b|formatter\b)`;
const STATEMENT = phrase(
  ["ran", "run", "execut", "verified", "tested", "checked", "confirmed", "validated", "reproduced"],
  new RegExp(String.raw`${WHO}(?:${RAN}|${WITH})\s+${WHAT}`, "i"),
);

const PROOFS: readonly (readonly [RegExp, Proof])[] = [
  [/^(?:tests?|suite)/i, "tests"],
  [/^build/i, "build"],
  [/^lint/i, "lint"],
  [/^type/i, "types"],
  [/^formatter/i, "format"],
];

export function readRan(clause: Clause): Statement[] {
  const match = STATEMENT.exec(clause.text);
  // "Run the tests" tells somebody to; "I run them" and "I have run them" tell that it was done.
  if (clause.hedged || match === null || /^run(?:ning)?\b/i.test(clause.text) || negated(clause, match.index + match[0].length)) return [];
  const [, , what = ""] = match;
  const [code] = codesIn(what, clause.codes);
  if (code !== undefined) {
    if (!isCommand(code)) return [];
    return [{ kind: "ran", about: code, judge: (evidence) => judgeCommand(code, evidence) }];
  }
  const proof = PROOFS.find(([words]) => words.test(what))?.[1] ?? "tests";
  return [{ kind: "ran", about: proof, judge: (evidence) => judgeProofRan(proof, evidence) }];
}

/** A program with what it is given, and not a name of the code. */
function isCommand(code: string): boolean {
  if (/^(?:node|deno|bun|python[\d.]*|ruby|perl|php|bash|sh)\s+-\w+\s+\S/.test(code)) return true;
  if (isFile(code) || /[(){}=<>]/.test(code)) return false;
  return code.includes(" ") || (["tests", "types", "lint", "build", "format"] as const).some((proof) => proves(code, proof) === "yes");
}

function judgeCommand(code: string, evidence: ClaimEvidence): Judged {
  const wanted = wordsOf(code);
  const scripts = evidence.runs.map((run) => ({ run, words: wordsOf(run.script) }));
  const exact = scripts.findLast(({ words }) => inOrder(wanted, words));
  if (exact !== undefined) return supported("It is in a command of this thread.", [exact.run.item]);
  const receipt = evidence.earlier.find(({ argv }) => inOrder(wanted, wordsOf(argv.join(" "))));
  if (receipt !== undefined) return supported("The harness ran it.", [receipt.id]);
  const [program = ""] = wanted;
  // Somebody who shortens a command, or names the one that a script runs, does not lie.
  if (scripts.some(({ words }) => words.includes(program))) return unsupported(`Commands with ${program} ran, none of them as it is told.`);
  const proof = (["tests", "types", "lint", "build", "format"] as const).find((kind) => proves(code, kind) === "yes");
  if (proof !== undefined && mayHaveProven(evidence, proof)) return unsupported("Another command ran that may have run it.");
  if (proof === undefined && evidence.runs.some(({ commands }) => commands.some(({ text }) => proves(text, "tests") !== "no")))
    return unsupported("Another command ran that may have run it.");
  // What a tool does instead is told as the command it stands for; none of them starts a program.
  if (proof === undefined && evidence.calls.size > 0 && proves(code, "tests") === "no")
    return unsupported("No command of this thread is it; a tool may have done the same.");
  return contradicted("No command of this thread is it.");
}

function judgeProofRan(proof: Proof, evidence: ClaimEvidence): Judged {
  const last = provingRuns(evidence, proof).at(-1);
  if (last !== undefined) return supported("A command of this thread did.", [last.run.item]);
  const receipt = evidence.earlier.find((one) => one.proves === proof);
  if (receipt !== undefined) return supported("The harness did.", [receipt.id]);
  if (mayHaveProven(evidence, proof)) return unsupported("No command of this thread is known to do that.");
  return contradicted("No command of this thread did.");
}

/** As written, but for what is the same: `npm t`, `npx`, options of the shell. */
function wordsOf(script: string): string[] {
  return script
    .replaceAll(/["'`]/g, "")
    .replaceAll(/\b(npm|pnpm|yarn|bun) run\b/g, "$1")
    .replaceAll(/\b(npm|pnpm|yarn) t\b/g, "$1 test")
    .replaceAll(/\bpython[\d.]+\b/g, "python")
    .split(/[\s;&|()]+/)
    .map((word) => word.replace(/^(?:\.\/)?(?:\S*\/)?(?:node_modules\/)?\.?bin\//, "").replace(/^\.\//, ""))
    .filter((word) => word !== "" && !/^(?:npx|--|2>1|2>|1)$/.test(word) && !/^[A-Za-z_]\w*=/.test(word));
}

function inOrder(wanted: readonly string[], words: readonly string[]): boolean {
  let at = 0;
  for (const word of words) if (word === wanted[at]) at++;
  return wanted.length > 0 && at === wanted.length;
}
