import { defineCheck, type FoundCheck } from "../../contract/check.ts";
import { readText } from "../project-files.ts";

/** The first that is there is what `dotnet` would take, too. */
const KINDS = [/\.slnx$/, /\.sln$/, /\.(?:cs|fs|vb)proj$/];

/** A solution names its test projects, a test project its SDK. Without tests, `dotnet test` succeeds. */
const TESTS = /"[^"\n]*tests?[^"\n]*\.(?:cs|fs|vb)proj"|Microsoft\.NET\.Test\.Sdk|<IsTestProject>\s*true/i;

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
      const command = (proves: "build" | "tests", verb: "build" | "test"): FoundCheck => ({
        id: `dotnet ${verb}`,
        argv: ["dotnet", verb, "--nologo", file],
        proves,
        from: `${file}:1`,
      });
      const isTested = TESTS.test((await readText(project, file)) ?? "");
      return isTested ? [command("build", "build"), command("tests", "test")] : [command("build", "build")];
    }
    return [];
  },
});
