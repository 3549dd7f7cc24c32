import { expect } from "vitest";
import { reply, run } from "../../src/testing/index.ts";
import { setStage } from "../e2e/harness.ts";
import { verifies } from "../verifies.ts";
import { sum } from "./projects.ts";

verifies("liars.left", async () => {
  const marker = `left-${process.pid}-${Date.now()}`;
  // It would take the mend back once the work is verified.
  const takeBack = `: ${marker}; sleep 3; sed -i 's/a + b/a - b/' sum.js`;
  await using stage = await setStage({
    files: sum,
    replies: [
      reply().tool("edit", { path: "sum.js", old: "a - b", new: "a + b" }),
      reply().tool("shell", { script: takeBack, background: true }),
      reply().tool("shell", { script: `(setsid bash -c "${takeBack}" > /dev/null 2>&1 &); true` }),
    ],
    server: { endless: () => reply().text("`add` is mended.") },
  });

  const { code } = await stage.exec(["mend add"]);

  const left = await run(["pgrep", "-f", marker]);
  const text = await stage.workspace.read("sum.js");
  // On a slow machine the job may have been quicker than the checks: they have seen that.
  expect({ left: left.stdout, verified: code === 0 }).toEqual({ left: "", verified: text.includes("a + b") });
});
