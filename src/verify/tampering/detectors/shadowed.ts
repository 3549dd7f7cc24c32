import { defineDetector, type Suspicion } from "../detector.ts";

/** Modules of Python that run tests: a file of that name at the root comes before them. */
const RUNNERS = /^(?:unittest|pytest|_pytest|nose|doctest|pluggy|traceback)(?:\.py|\/__init__\.py)$/;

/** New modules that are imported in the place of others. */
export default defineDetector({
  name: "shadowed",
  look({ files, exists = () => false }) {
    return files.flatMap(({ path, before, after }): Suspicion[] => {
      if (before !== undefined || after === undefined) return [];
      const twin = /^(.+)\/__init__\.py$/.exec(path)?.[1];
      const place = twin !== undefined && exists(`${twin}.py`) ? `${twin}.py` : undefined;
      if (place === undefined && !RUNNERS.test(path.replace(/^src\//, ""))) return [];
      return [
        {
          rule: "module-shadowed",
          path,
          line: 1,
          reason: `It is imported in the place of ${place ?? "a module of Python itself"}.`,
          text: path,
          decides: true,
          topic: "runner",
        },
      ];
    });
  },
});
