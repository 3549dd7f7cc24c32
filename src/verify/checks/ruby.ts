import { defineCheck, type FoundCheck } from "../../contract/check.ts";
import { exists, placeOf, readText } from "../project-files.ts";

export default defineCheck({
  name: "Gemfile",
  async find(project) {
    const gemfile = await readText(project, "Gemfile");
    const rakefile = await readText(project, "Rakefile");
    const bundled = gemfile === undefined ? [] : ["bundle", "exec"];
    const checks: FoundCheck[] = [];
    const add = (check: Pick<FoundCheck, "id" | "proves" | "from">, ...words: string[]): void =>
      void checks.push({ ...check, argv: [...bundled, ...words] });
    if (await exists(project, ".rubocop.yml")) add({ id: "rubocop", proves: "lint", from: ".rubocop.yml:1" }, "rubocop");
    if ((await exists(project, ".rspec")) || /\brspec/.test(gemfile ?? "")) {
      if (await exists(project, "spec"))
        add({ id: "rspec", proves: "tests", from: gemfile === undefined ? ".rspec:1" : placeOf("Gemfile", gemfile, /\brspec/) }, "rspec");
    } else if (rakefile !== undefined && TEST_TASK.test(rakefile)) {
      add({ id: "rake test", proves: "tests", from: placeOf("Rakefile", rakefile, TEST_TASK) }, "rake", "test");
    }
    return checks;
  },
});

const TEST_TASK = /Rake::TestTask|Minitest::TestTask|^\s*task\s+:?["']?test\b/m;
