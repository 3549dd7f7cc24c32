import { defineCheck } from "../../contract/check.ts";
import { placeOf, readText } from "../project-files.ts";
import { timeoutsMs } from "../timeouts.ts";

export default defineCheck({
  name: "go.mod",
  // `./...` ends where another module begins.
  apart: true,
  async find(project) {
    const text = await readText(project, "go.mod");
    if (text === undefined) return [];
    const from = placeOf("go.mod", text, /^module\b/m);
    return [
      { id: "go vet", argv: ["go", "vet", "./..."], cwd: ".", proves: "lint", from, timeoutMs: timeoutsMs.lint },
      { id: "go test", argv: ["go", "test", "./..."], cwd: ".", proves: "tests", from, timeoutMs: timeoutsMs.tests },
    ];
  },
});
