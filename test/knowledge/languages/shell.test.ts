import { expect } from "vitest";
import shell from "../../../src/knowledge/languages/shell.ts";
import { verifies } from "../../verifies.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "shell", async () => {
  expect(await outlined(shell, "build.sh")).toMatchInlineSnapshot(`
    "import $(dirname $0)/lib/common.sh at 3
    import ./vars.sh at 4
    import \${SCRIPT_DIR}/more.sh at 5
    import ./scripts/run.sh at 10 (lazy)
    import tools/check.sh at 10 (lazy)
    import $ROOT/bin/deploy.sh at 14 (lazy)
    variable PATH* 6-6
    variable LIMIT* 7-7
    variable VERSION* 8-8
    variable MAP* 9-9
    function build* 10-10
    function clean* 11-11
    6: HOME PATH
    10: VERSION deploy bash
    11: build
    12: LIMIT build
    16: VERSION"
  `);
});

verifies("languages.imports", "shell", async () => {
  const { follow } = await projectOf(shell, {
    "ci/build.sh":
      '. "$(dirname "$0")/lib/common.sh"\nsource vars.sh\nsource "$ROOT/deep/more.sh"\n. /etc/profile\n. "$FILE"\n./ci/run.sh\nbash -c "x.sh"\nbash ../tools/check.sh\n"$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/common.sh"\nsource lost.sh\n/usr/bin/env x\n',
    "ci/lib/common.sh": "",
    "lib/common.sh": "",
    "vars.sh": "",
    "ci/vars.sh": "",
    "other/deep/more.sh": "",
    "ci/run.sh": "",
    "tools/check.sh": "",
    "old/lost.sh": "",
  });
  expect(await follow("ci/build.sh")).toMatchInlineSnapshot(`
    [
      "$(dirname $0)/lib/common.sh -> ci/lib/common.sh",
      "vars.sh -> ci/vars.sh",
      "$ROOT/deep/more.sh -> other/deep/more.sh",
      "/etc/profile -> (/etc/profile)",
      "./ci/run.sh -> ci/run.sh",
      "../tools/check.sh -> tools/check.sh",
      "$(cd $(dirname \${BASH_SOURCE[0]}) && pwd)/lib/common.sh -> ci/lib/common.sh",
      "lost.sh -> nothing",
    ]
  `);
});

verifies("languages.tests", "shell", () => {
  const paths = ["test/build.bats", "test_build.sh", "build_test.sh", "latest.sh"];
  expect(paths.filter((path) => shell.isTest!(path))).toEqual(paths.slice(0, 3));
});
