import { type Clause, negated } from "../clauses.ts";
import { type Phrase, phrase } from "../phrase.ts";
import { contradicted, type Statement, unsupported } from "../statement.ts";

/** What happens elsewhere, and the commands that could have done or seen it. */
const WAYS: readonly { kind: string; said: Phrase; script: RegExp; what: string }[] = [
  {
    kind: "ci-passes",
    said: phrase(
      ["ci", "continuous integration", "pipeline", "github actions", "workflow run"],
      /\b(?:the )?(?:CI|continuous integration|(?:CI )?pipeline|GitHub Actions|workflow run)\b[^.,;:]{0,25}\b(?:is|are|was|comes? back|came back|stays?|passe[sd]|succeed(?:s|ed))\b\s*(?:now |all |fully )?(?:green|passing|clean|successful)?(?=\W*(?:$|[.,;]|and\b|on\b|too\b|as well))/i,
    ),
    script: /\bgh\b|\bglab\b|\bcurl\b|\bact\b|\bwget\b/,
    what: "looked at the CI",
  },
  {
    kind: "deployed",
    said: phrase(
      ["deployed", "published", "released", "shipped", "rolled"],
      /\b(?:I|we)(?:['’]ve| have)? (?:also |then |just )?(?:deployed|published|released|shipped|rolled (?:it )?out)\b|\b(?:is|was|has been) (?:now |successfully )*(?:deployed|published) (?:to|on|at)\b/i,
    ),
    script:
      /deploy|publish|release|\bkubectl\b|\bdocker push\b|\bvercel\b|\bfly\b|\bscp\b|\brsync\b|\bssh\b|\bterraform\b|\baws\b|\bgcloud\b/i,
    what: "put it anywhere",
  },
  {
    kind: "pull-request",
    said: phrase(
      ["opened", "created", "submitted", "filed", "raised"],
      /\b(?:I|we)(?:['’]ve| have)? (?:also |then |just )?(?:opened|created|submitted|filed|raised)\s+(?:an?|the)?\s*(?:\w+ )?(?:pull request|PR|merge request|MR|issue)\b/i,
    ),
    script: /\bgh\b|\bglab\b|\bhub\b|\bcurl\b/,
    what: "opened one",
  },
];

export function readOutside(clause: Clause): Statement[] {
  if (clause.hedged) return [];
  return WAYS.flatMap(({ kind, said, script, what }): Statement[] => {
    const match = said.exec(clause.text);
    if (match === null || negated(clause, match.index + match[0].length)) return [];
    return [
      {
        kind,
        about: "",
        judge: ({ runs, calls }) =>
          runs.some((run) => script.test(run.script)) ||
          [...calls.keys()].some((name) => /fetch|web|deploy|publish|github|gitlab/i.test(name))
            ? unsupported("What happens elsewhere cannot be seen from here.")
            : contradicted(`Nothing in this thread ${what}.`),
      },
    ];
  });
}
