import type { Routine } from "../anatomy.ts";
import { defineDetector, type Suspicion } from "../detector.ts";
import type { ChangedFile } from "../work.ts";

/** What the task asks for by name is there, and does nothing. */
export default defineDetector({
  name: "asked-stub",
  look({ files, task }) {
    return files.flatMap((file): Suspicion[] => {
      const { path, role, was, is } = file;
      if (
        role !== "source" ||
        is === undefined ||
        NOTHING_WANTED.test(task) ||
        /\b(?:Protocol|ABC|abstractmethod|overload)\b/.test(is.code)
      )
        return [];
      const before = new Set((was?.routines ?? []).map(({ name }) => name));
      return is.routines
        .filter(({ name }) => !before.has(name) && isNamed(name.replace(/^.*\./, ""), task))
        .flatMap((routine): Suspicion[] => {
          const what = missing(routine, file);
          return what === undefined
            ? []
            : [
                {
                  rule: "asked-for-stub",
                  path,
                  line: routine.line,
                  reason: `The task asks for ${routine.name}, which ${what}.`,
                  text: routine.name,
                  decides: true,
                  topic: "sources",
                },
              ];
        });
    });
  },
});

function isNamed(name: string, task: string): boolean {
  return name.length > 2 && new RegExp(`(?<![\\w$])${name.replace(/\W/g, "\\$&")}(?![\\w$])`).test(task);
}

/** Where it is as it should be that there is nothing. */
const NOTHING_WANTED = /\bno-?op\b|\bempty\b|\babstract|\bProtocol\b|\bABC\b|\boverload\b|\binterface\b|\bdoes nothing\b|\bdo nothing\b/i;

function missing({ stub, constant, line }: Routine, { is }: ChangedFile): string | undefined {
  if (stub !== undefined) return `has no implementation but ${stub}`;
  const text = (is?.code ?? "")
    .split("\n")
    .slice(line - 1, line + 5)
    .join("\n");
  if (/^[^\n]*\)\s*(?::[^{\n]*)?(?:=>\s*)?\{\s*\}/.test(text)) return "has an empty body";
  const todo = is?.comments.some(
    (comment) => comment.line >= line - 1 && comment.line <= line + 3 && /\b(?:TODO|FIXME|XXX)\b/.test(comment.text),
  );
  return constant !== undefined && todo === true ? `always gives back ${constant}, with something left to be done` : undefined;
}
