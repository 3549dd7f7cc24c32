import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, resultTexts, setStage } from "./harness.ts";

const rules = `[[rule]]
path = "secrets/**"
effects = ["read"]
decision = "deny"
reason = "They are not for the agent."

[[rule]]
path = "infra/**"
effects = ["write"]
decision = "deny"
reason = "Operations change it."
`;

const calls = reply()
  .tool("grep", { pattern: "n33dle" })
  .tool("glob", { pattern: "**/key" })
  .tool("shell", { script: 'cat "$(printf secrets)/key"' })
  .tool("shell", { script: 'echo 2 > "$(printf infra)/main.tf"' });

/** What the model learns and does by roads that no rule sees written out. */
async function story(policy: string | undefined) {
  await using stage = await setStage({
    files: { "secrets/key": "n33dle\n", "infra/main.tf": "1\n", "a.txt": "n33dle\n" },
    replies: [calls, reply().text("Done.")],
  });
  if (policy !== undefined) {
    mkdirSync(join(stage.home, ".fettle"));
    writeFileSync(join(stage.home, ".fettle/policy.toml"), policy);
  }
  const { events } = await stage.exec(["look", "--check", "true"]);
  const held = eventsOf(events, "transaction.quarantined").flatMap((event) => event.held);
  expect(await stage.fettle(["replay", events[0]!.thread])).toMatchObject({ code: 0 });
  return { texts: resultTexts(events), held, infra: await stage.workspace.read("infra/main.tf"), home: stage.home };
}

verifies("policy.unseen-roads", async () => {
  const ruled = await story(rules);
  const file = join(ruled.home, ".fettle/policy.toml");
  const note = "[1 path that a rule keeps from being read is left out]";
  expect(ruled).toMatchObject({
    texts: [
      `a.txt\n1:n33dle\n${note}`,
      `No files.\n${note}`,
      expect.stringMatching(/secrets\/key: No such file or directory/),
      expect.stringContaining(`[held back, not in the workspace: infra/main.tf: Operations change it. (infra/**, ${file}:7)]`),
    ],
    held: [{ path: "infra/main.tf", rule: "policy", reason: `Operations change it. (infra/**, ${file}:7)` }],
    infra: "1\n",
  });
});

verifies("policy.unseen-roads", "without the rules they lead there", async () => {
  expect(await story(undefined)).toMatchObject({
    texts: ["a.txt\n1:n33dle\n\nsecrets/key\n1:n33dle", "secrets/key", expect.stringContaining("n33dle"), expect.anything()],
    held: [],
    infra: "2\n",
  });
});
