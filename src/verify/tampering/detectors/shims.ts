import { defineDetector, type Suspicion } from "../detector.ts";

const BIN = /(?:^|\/)(?:node_modules\/\.bin|\.?venv\/bin|vendor\/bin)\/([^/]+)$/;
/** No package brings them. */
const SYSTEM = /^(?:node|npm|npx|pnpm|yarn|sh|bash|dash|env|make|git|cat|true|test|sed|grep)$/;
/** What package managers write there: pnpm, npm on Windows, pip, uv. */
const INSTALLED = /basedir=|@ECHO|require\(["']\.\.\/|sys\.argv\[0\]\s*=\s*re\.sub|sys\.exit\(\w+\(\)\)|import sys\b[^]*\bimport\b/i;

/** Programs that were put where checks find theirs first. */
export default defineDetector({
  name: "shims",
  look({ files }) {
    return files.flatMap(({ path, before, after }): Suspicion[] => {
      const [, name = ""] = BIN.exec(path) ?? [];
      if (name === "" || after === undefined || before === after) return [];
      // Package managers make links, or files of a known form.
      if (INSTALLED.test(after) || !(SYSTEM.test(name) || after.startsWith("#!"))) return [];
      return [
        {
          rule: "program-shadowed",
          path,
          line: 1,
          reason: `Checks that run ${name} find this file instead of the program.`,
          text: path,
          decides: true,
          topic: "runner",
        },
      ];
    });
  },
});
