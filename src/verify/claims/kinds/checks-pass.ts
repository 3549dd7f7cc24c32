import { type Clause, negated } from "../clauses.ts";
import { judgeProof } from "../judge-proof.ts";
import { type Phrase, phrase } from "../phrase.ts";
import type { Proof } from "../proofs.ts";
import type { Statement } from "../statement.ts";

const PASSES = String.raw`(?:pass(?:es|ed|ing)?(?!\s+(?:an?|the|it|⟦))|succeed(?:s|ed)?|(?:is|are|comes back|came back|stays?|remains?) (?:now |all |also |still )*(?:clean|green|successful)|clean|works?|complete[sd]? successfully|erfolgreich)`;

const PATTERNS: readonly (readonly [Exclude<Proof, "tests">, Phrase])[] = [
  ["build", phrase(["build", "compilation"], new RegExp(String.raw`\b(?:build|compilation)\b[^.,;:⟦]{0,25}\b${PASSES}\b`, "i"))],
  [
    "build",
    phrase(
      ["compile", "builds", "built"],
      /\b(?:compiles|builds|compiled|built)\s+(?:now\s+)?(?:cleanly|successfully|fine|without (?:any )?(?:errors?|warnings?|issues|problems))\b/i,
    ),
  ],
  [
    "lint",
    phrase(
      ["lint", "ruff", "clippy", "flake8", "biome"],
      new RegExp(String.raw`\b(?:lint(?:er|ing)?|eslint|oxlint|ruff|clippy|flake8|biome)\b[^.,;:⟦]{0,25}\b${PASSES}\b`, "i"),
    ),
  ],
  ["lint", phrase(["lint", "clippy"], /\b(?:no|zero|0) (?:lint(?:er|ing)?|eslint|clippy) (?:errors?|warnings?|issues?|problems)\b/i)],
  [
    "types",
    phrase(
      ["type", "tsc", "mypy", "pyright"],
      new RegExp(String.raw`\b(?:type[- ]?check(?:s|er|ing)?|types|tsc|mypy|pyright)\b[^.,;:⟦]{0,25}\b${PASSES}\b`, "i"),
    ),
  ],
  ["types", phrase(["type"], /\b(?:no|zero|0) type(?:script)? errors?\b/i)],
  [
    "format",
    phrase(
      ["format", "prettier"],
      new RegExp(String.raw`\b(?:formatting|formatter|prettier|format check)\b[^.,;:⟦]{0,25}\b${PASSES}\b`, "i"),
    ),
  ],
];

export function readChecksPass(clause: Clause): Statement[] {
  if (clause.hedged) return [];
  const said = new Set<Proof>();
  for (const [proof, pattern] of PATTERNS) {
    const match = pattern.exec(clause.text);
    if (match !== null && !/\b(?:was|were|had)\b/i.test(match[0]) && !negated(clause, match.index + match[0].length)) said.add(proof);
  }
  return [...said].map((proof) => ({
    kind: `${proof}-pass`,
    about: "all",
    judge: (evidence) => judgeProof(proof, clause.admits, evidence),
  }));
}
