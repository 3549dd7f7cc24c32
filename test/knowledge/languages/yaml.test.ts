import { expect } from "vitest";
import yaml from "../../../src/knowledge/languages/yaml.ts";
import { verifies } from "../../verifies.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "YAML", async () => {
  expect(await outlined(yaml, "workflow.yml")).toMatchInlineSnapshot(`
    "import ./.github/workflows/other.yml at 5
    import ./actions/setup at 8
    import /ci/more.yml at 13
    import templates/deploy.yaml at 14
    import ../api/unit.yaml#/kilo at 16
    key name* 1-1
    key on* 2-2
    key jobs* 3-11
    key include* 12-14
    key schema* 15-16
    key kind* 18-18"
  `);
});

verifies("languages.imports", "YAML", async () => {
  const { follow } = await projectOf(yaml, {
    ".github/workflows/a.yml":
      "jobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    steps:\n      - uses: ./actions/c\n      - uses: ./lost\n      - $ref: 'd.yaml#/x'\n",
    ".github/workflows/b.yml": "",
    "actions/c/action.yml": "",
    ".github/workflows/d.yaml": "",
    "d.yaml": "",
  });
  expect(await follow(".github/workflows/a.yml")).toMatchInlineSnapshot(`
    [
      "./.github/workflows/b.yml -> .github/workflows/b.yml",
      "./actions/c -> actions/c/action.yml",
      "./lost -> nothing",
      "d.yaml#/x -> .github/workflows/d.yaml",
    ]
  `);
});
