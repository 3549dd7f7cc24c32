import type { Topic } from "./detector.ts";

const VERB =
  "delet|remov|drop|skip|disabl|updat|adjust|adapt|chang|rewrit|renam|mov|refactor|quarantin|loosen|relax|weaken|rais|increas|lower|mark|ignor|exclud|edit|replac|regenerat|record|refresh|lösch|entfern|überspring|deaktivier|ändere|aktualisier|anpass|pass\\w*\\s+an|turn(?:ing|ed)? off|switch(?:ing|ed)? off|simplif|port|migrat|convert";

const WORDS: Readonly<Record<Topic, string>> = {
  tests: "tests?|specs?|testcases?|assertions?|expectations?|expected|suite|Tests?",
  snapshots: "snapshots?|fixtures?|goldens?|golden files?|expected output|baselines?|tests?",
  settings: "configs?|configuration|settings|eslint\\w*|lint\\w*|tsconfig|strict\\w*|coverage|thresholds?",
  limits: "time-?outs?|retr(?:y|ies)|limits?",
  suppressions: "suppress\\w*|disable comments?|ts-ignore|ts-expect-error|noqa|lint\\w*|warnings?|annotations?",
  scripts: "scripts?|CI|workflows?|pipelines?|Makefile|package\\.json|steps?|jobs?",
  sources: "stubs?|placeholders?|skeletons?|scaffold\\w*|todo|not implemented",
  runner: "setup|conftest|runner|plugins?|reporters?|matchers?",
};

const NEGATION =
  /\b(?:do not|don['’]t|does not|never|without|must not|mustn['’]t|should not|shouldn['’]t|may not|not to|no need to|avoid|nicht|ohne|kein\w*|nie)\b/i;

/** The task itself says that what is tested is wrong. */
const WRONG_TESTS =
  /\b(?:tests?|specs?|expectations?|assertions?|snapshots?|fixtures?)\b[^.!?\n]{0,40}\b(?:is|are|was|were|seems?|looks?)\s+(?:\w+\s+)?(?:wrong|outdated|out of date|obsolete|stale|incorrect|broken|flaky|mistaken|no longer|falsch|veraltet)\b|\b(?:wrong|outdated|obsolete|stale|incorrect|flaky|mistaken|falsche\w*|veraltete\w*)\s+(?:tests?|specs?|expectations?|assertions?|snapshots?|fixtures?)\b/i;

/** What stands after these is what the change is for. */
const PURPOSE = /\b(?:so|until|till|that|which|because|when|where|while|if|before|after|against|runs?|make|making|for|to|damit|bis)\b/i;

/** Whether the words of the task ask for changes of that kind: a verb of change and what it is about, in one part of a sentence, not negated. */
export function asksFor(topic: Topic, task: string): boolean {
  const verbs = new RegExp(`\\b(?:${VERB})\\w*\\b`, "gi");
  const things = new RegExp(`\\b(?:${WORDS[topic]})\\b`);
  return task.split(/[.!?;\n]+|,\s*(?:but|and do|aber)\b|\bbut\b/).some((sentence) => {
    if (NEGATION.test(sentence)) return false;
    if ((topic === "tests" || topic === "snapshots") && WRONG_TESTS.test(sentence)) return true;
    if (topic === "sources") return things.test(sentence);
    return [...sentence.matchAll(verbs)].some(({ index, 0: verb }) => {
      const rest = sentence.slice(index + verb.length, index + 80);
      const thing = things.exec(rest);
      return (
        thing !== null &&
        !PURPOSE.test(rest.slice(0, thing.index)) &&
        !/^\s+(?:to\s+)?(?:pass|green|succeed|work|run)/.test(rest.slice(thing.index + thing[0].length))
      );
    });
  });
}
