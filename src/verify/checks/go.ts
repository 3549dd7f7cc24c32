import { defineCheck } from "../../contract/check.ts";
import { placeOf, readText } from "../project-files.ts";

export default defineCheck({
  name: "go.mod",
  // `./...` ends where another module begins.
  apart: true,
  async find(project) {
    const text = await readText(project, "go.mod");
    if (text === undefined) return [];
    const from = placeOf("go.mod", text, /^module\b/m);
    return [
      { id: "go vet", argv: ["go", "vet", "./..."], proves: "lint", from },
      { id: "go test", argv: ["go", "test", "./..."], proves: "tests", from },
    ];
  },
});
