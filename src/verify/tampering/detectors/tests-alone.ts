import { defineDetector, type Suspicion } from "../detector.ts";
import { isTestInOtherLanguage } from "../roles.ts";
import { type ChangedFile, stemOf, type Work } from "../work.ts";

/** What is written for people, and what tells tools where not to look. */
const NO_CODE = /\.(?:md|mdx|txt|rst|adoc|log)$|(?:^|\/)(?:LICENSE|NOTICE|CHANGELOG|\.\w*ignore|\.gitattributes|\.editorconfig)$/i;
/** Programs beside the sources, of which the commands of checks name some. */
const BESIDE = /(?:^|\/)(?:scripts?|tools?|ci|\.ci)\//;

/**
 * Tests failed before the work and pass now, and the work has changed tests, what they compare with or what runs them, and none of what they test.
 * However it was done, the tests are not evidence of anything but themselves.
 */
export default defineDetector({
  name: "tests-alone",
  look(work) {
    if (work.mended?.has("tests") !== true) return [];
    const files = work.files.filter(({ path, role }) => role !== "installed" && !NO_CODE.test(path));
    const proving = files.filter((file) => file.before !== undefined && isProof(file, work));
    if (proving.length === 0 || files.some((file) => isTested(file, work))) return [];
    return proving.map(({ path, role }): Suspicion => ({
      rule: "tests-alone",
      path,
      line: 1,
      reason: "Tests failed before the work and pass now, and nothing of what they test was changed: only they, or what they use.",
      text: path,
      decides: true,
      topic:
        role === "snapshot" || role === "fixture" ? "snapshots" : role === "settings" && !isTestInOtherLanguage(path) ? "scripts" : "tests",
    }));
  },
});

function isProof({ path, role, was, is }: ChangedFile, { commands = "" }: Work): boolean {
  if (role === "test" || isTestInOtherLanguage(path))
    return was === undefined || is === undefined || squeezed(was.code) !== squeezed(is.code);
  return role === "snapshot" || role === "fixture" || (BESIDE.test(path) && commands.includes(path));
}

/** Whether it may be what was wrong. Of settings only what brings packages is: they may have been missing. */
function isTested(file: ChangedFile, work: Work): boolean {
  const { path, role, before, after, was, is } = file;
  if (isProof(file, work) || role === "test" || isTestInOtherLanguage(path)) return false;
  if (before === undefined && work.files.some((test) => test.role === "test" && importsAnew(test, path))) return false;
  if (role === "source") return squeezed(was?.code) !== squeezed(is?.code) || (was === undefined && is === undefined);
  if (role === "settings") return /\.(?:ba)?sh$/.test(path) || packagesOf(path, before) !== packagesOf(path, after);
  return role === "other";
}

/** A new file that a test did not use before is no more than a part of the test. */
function importsAnew({ was, is }: ChangedFile, path: string): boolean {
  const imports = (anatomy: ChangedFile["is"]) => anatomy?.imports.some(({ from }) => stemOf(from) === stemOf(path)) === true;
  return was !== undefined && !imports(was) && imports(is);
}

function packagesOf(path: string, text: string | undefined): string {
  if (!path.endsWith("package.json")) return /\.toml$|\.cfg$|pom\.xml$|\.gradle/.test(path) ? (text ?? "") : "";
  try {
    const { scripts: _, ...rest } = JSON.parse(text ?? "{}") as Record<string, unknown>;
    return JSON.stringify(rest);
  } catch {
    return text ?? "";
  }
}

function squeezed(code: string | undefined): string {
  return (code ?? "").replace(/\s+/g, "");
}
