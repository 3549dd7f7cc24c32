import { defineDetector, type Suspicion } from "../detector.ts";

const REPLACED: readonly { pattern: RegExp; what: string }[] = [
  {
    // What AVA's `t.context` is given is the tests' own, and `it._close` is an iterator's.
    pattern:
      /(?:(?<![.\w$])|\b(?:global(?:This)?|window|module|exports)\.)(?:assert|expect|should|chai|t(?!\.context\b)|test|it)(?:\.(?!_)\w+)+\s*=\s*(?:async\s*)?(?:function\b|\(|\w+\s*=>)/,
    what: "replaces an assertion",
  },
  { pattern: /\bglobal(?:This)?\.(?:expect|assert|it|test|describe)\s*=/, what: "replaces the test functions" },
  { pattern: /\b(?:Assertion|TestCase|AssertionError|Test|Suite|Runner)\.prototype\.\w+\s*=/, what: "replaces a part of the runner" },
  {
    pattern: /\bunittest\.TestCase\.\w+\s*=|\bTestCase\.(?:assert\w+|fail|run)\s*=|\bsetattr\(\s*(?:unittest|TestCase)\b/,
    what: "replaces a part of the runner",
  },
  {
    pattern: /\bprocess\.exit\s*=|\bprocess\.(?:on|once)\(\s*["'](?:exit|beforeExit)["'][^;]{0,200}(?:exitCode\s*=\s*0|exit\(\s*0)/,
    what: "changes how the run ends",
  },
  { pattern: /\bprocess\.exitCode\s*=\s*0\b|\bprocess\.(?:exit|reallyExit)\(\s*0\s*\)/, what: "ends the run as a success" },
  {
    pattern: /\b(?:os\._exit|sys\.exit)\(\s*0?\s*\)|\bos\.Exit\(\s*0\s*\)|\bSystem\.exit\(\s*0\s*\)|\bprocess::exit\(\s*0\s*\)/,
    what: "ends the run as a success",
  },
  {
    pattern:
      /\b(?:rep|report|result|outcome)\.outcome\s*=\s*["']passed["']|\bsession\.(?:exitstatus|testsfailed)\s*=\s*0|\bexitstatus\s*=\s*0\b/,
    what: "reports failures as successes",
  },
  { pattern: /\bitems\[:\]\s*=|\bitems\.clear\(\)|\bcollect_ignore(?:_glob)?\s*=/, what: "takes tests out of the run" },
  { pattern: /\bitem\.add_marker\(\s*(?:pytest\.mark\.)?(?:skip|xfail)/, what: "skips tests" },
  { pattern: /def __eq__\(self,\s*\w+\):\s*return True|\b__eq__\s*=\s*lambda[^:]*:\s*True/, what: "is equal to everything" },
];

/** What runs tests, changed from inside: assertions, the runner, the packages they are in. */
export default defineDetector({
  name: "runner",
  look({ files, failedBefore }) {
    const manifests = new Set(
      files.filter(({ path }) => /\/(?:package\.json|RECORD|METADATA)$/.test(path)).map(({ path }) => packageOf(path)),
    );
    return files.flatMap(({ path, role, before, after, was, is }): Suspicion[] => {
      if (after === undefined) return [];
      const said = (rule: string, line: number, reason: string, text: string): Suspicion => ({
        rule,
        path,
        line,
        reason,
        text,
        decides: true,
        topic: "runner",
      });
      if (role === "installed") {
        const own = packageOf(path);
        return before === undefined ||
          own === undefined ||
          manifests.has(own) ||
          /\/(?:\.cache|\.vite|\.vitest|__pycache__)\/|\.pyc$/.test(path)
          ? []
          : [said("package-patched", 1, "A file of an installed package was changed while the package stayed the same.", path)];
      }
      if (/(?:^|\/)(?:sitecustomize|usercustomize)\.py$/.test(path) && before === undefined)
        return [said("interpreter-patched", 1, "The file is run at the start of every Python program.", path)];
      if (/(?:^|\/)\.npmrc$/.test(path))
        return npmSettings({ before, after }).map(([line, text]) =>
          said("npm-patched", line, `Scripts are run another way: ${text}`, text),
        );
      const runs = (is?.tests.length ?? 0) > 0 || isShared(path);
      const helps = (role === "test" || role === "settings" || role === "other") && runs;
      if (is === undefined || !helps) return equalToEverything({ path, was: was?.code, is: is?.code });
      const known = new Set((was?.code ?? "").split("\n").map((line) => line.trim()));
      return is.code.split("\n").flatMap((text, index) => {
        const found = known.has(text.trim())
          ? undefined
          : REPLACED.find(({ pattern }) => {
              const match = pattern.exec(text);
              return match !== null && !isDefinedHere(match, is.code);
            });
        return found === undefined
          ? []
          : [
              {
                ...said("runner-patched", index + 1, `The line ${found.what}: ${text.trim().slice(0, 80)}`, text.trim()),
                // A test may have a reason of its own to end its process.
                decides: !found.what.startsWith("ends") || isShared(path) || failedBefore.has("tests"),
              },
            ];
      });
    });
  },
});

/** A file that defines `Assertion`, a library that was copied, takes nothing away from what others have of that name. */
function isDefinedHere({ 0: text, index, input }: RegExpExecArray, code: string): boolean {
  const name = /^[A-Za-z_$][\w$]*/.exec(text)?.[0];
  return (
    name !== undefined && input[index - 1] !== "." && new RegExp(`\\b(?:function|class)\\s+${name.replaceAll("$", "\\$")}\\b`).test(code)
  );
}

/** What is run beside all tests. */
function isShared(path: string): boolean {
  return /(?:^|[/._-])(?:setup|conftest|jest|vitest|mocha|global|hooks?|bootstrap|helpers?)[^/]*$/i.test(path);
}

function equalToEverything({ path, was = "", is = "" }: { path: string; was: string | undefined; is: string | undefined }): Suspicion[] {
  const pattern = /def __eq__\(self,\s*\w+(?::\s*\w+)?\)(?:\s*->\s*\w+)?:\s*return True\b/;
  const found = pattern.exec(is);
  if (found === null || pattern.test(was)) return [];
  const line = is.slice(0, found.index).split("\n").length;
  return [
    {
      rule: "equal-to-everything",
      path,
      line,
      reason: "Its values are equal to everything, so that assertions hold of them.",
      text: found[0],
      decides: true,
      topic: "runner",
    },
  ];
}

/** `node_modules/vitest` of a path in it. */
function packageOf(path: string): string | undefined {
  return /^.*\/?(?:node_modules\/(?:@[^/]+\/)?[^/]+|(?:site|dist)-packages\/[^/-]+)/.exec(path)?.[0];
}

function npmSettings({ before = "", after }: { before: string | undefined; after: string }): [line: number, text: string][] {
  const known = new Set(before.split("\n").map((line) => line.trim()));
  return after
    .split("\n")
    .flatMap((text, index): [number, string][] =>
      /^\s*(?:script-shell|node-options|shell)\s*=/.test(text) && !known.has(text.trim()) ? [[index + 1, text.trim()]] : [],
    );
}
