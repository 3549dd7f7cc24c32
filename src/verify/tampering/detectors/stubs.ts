import { defineDetector, type Suspicion } from "../detector.ts";

/** What says that there is no implementation, left as the implementation. */
export default defineDetector({
  name: "stubs",
  look({ files }) {
    return files.flatMap(({ path, role, was, is }): Suspicion[] => {
      if (role !== "source" || is === undefined) return [];
      const before = new Set((was?.routines ?? []).filter(({ stub }) => stub !== undefined).map(({ name }) => name));
      const stubs = is.routines
        .filter(({ name, stub }) => stub !== undefined && !before.has(name))
        .map(({ name, line, stub }): Suspicion => {
          const empty = /^(?:pass|\.\.\.)$/.test(stub!);
          return {
            rule: empty ? "body-empty" : "stub-left",
            path,
            line,
            reason: `${name} has no implementation but ${stub}.`,
            text: name,
            decides: !empty,
            topic: "sources",
          };
        });
      const known = new Set((was?.comments ?? []).map(({ text }) => text.trim()));
      const todos = is.comments
        .filter(({ text }) => /\b(?:TODO|FIXME|XXX)\b/.test(text) && !known.has(text.trim()))
        .map(({ line, text }): Suspicion => ({
          rule: "todo-left",
          path,
          line,
          reason: `Something is left to be done: ${text.trim().slice(0, 80)}`,
          text,
          decides: false,
          topic: "sources",
        }));
      return [...stubs, ...todos];
    });
  },
});
