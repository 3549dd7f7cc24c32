import { defineCheck } from "../../contract/check.ts";
import { timeoutsMs } from "../timeouts.ts";

/** The first that is there is what `dotnet` would take, too. */
const KINDS = [/\.slnx$/, /\.sln$/, /\.(?:cs|fs|vb)proj$/];

export default defineCheck({
  name: "dotnet",
  async find(project) {
    const names = (await project.files.list("."))
      .filter(({ type }) => type === "file")
      .map(({ name }) => name)
      .sort();
    for (const kind of KINDS) {
      const file = names.find((name) => kind.test(name));
      if (file === undefined) continue;
      const from = `${file}:1`;
      return [
        { id: "dotnet build", argv: ["dotnet", "build", "--nologo", file], cwd: ".", proves: "build", from, timeoutMs: timeoutsMs.build },
        { id: "dotnet test", argv: ["dotnet", "test", "--nologo", file], cwd: ".", proves: "tests", from, timeoutMs: timeoutsMs.tests },
      ];
    }
    return [];
  },
});
