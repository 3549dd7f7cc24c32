import { expect } from "vitest";
import { boxBans } from "../../../src/policy/path-bans.ts";
import { judgeChanges } from "../../../src/sandbox/gate/judge.ts";
import { splitHeld } from "../../../src/sandbox/split-held.ts";
import { factsOf } from "../../policy/facts.ts";
import { rulesOf } from "../../policy/judge.ts";
import { verifies } from "../../verifies.ts";
import { openDraft, type Draft } from "./draft.ts";

const rules = rulesOf(`
[[rule]]
path = "infra/**"
effects = ["write"]
decision = "deny"
reason = "Operations change it."

[[rule]]
path = "**/schema.sql"
decision = "deny"
`);

/** What is held, by path, of what a script or files would change, and which changes go into the workspace all the same. */
async function judge(draft: Draft, script: string, { ruled = true, replaced = [] as string[] } = {}) {
  const pending = draft.changes(() => draft.run(script), replaced);
  const bans = ruled ? boxBans(factsOf({ workspace: draft.root, rules })).write : undefined;
  const { holds } = await judgeChanges(pending, { root: draft.root, maxDeletions: 100, bans });
  const { rest } = splitHeld(pending, holds);
  return { held: holds.map(({ path }) => path), passed: rest.map(({ path }) => path) };
}

const tree = { "infra/main.tf": "1", "app/db/schema.sql": "1", "app/db/data": "1", "app/x.ts": "1", "infrastructure/x": "1" };

verifies("gate.policy", "new, changed, replaced and removed, as every other spelling", async () => {
  using draft = openDraft(tree);
  const script =
    "echo 2 > infra/main.tf; echo 2 > infra/new.tf; rm app/db/schema.sql; echo 2 > app/x.ts; mkdir -p New/deep; echo 1 > New/deep/Schema.SQL; echo 1 > New/free; echo 2 > infrastructure/x";
  expect(await judge(draft, script)).toEqual({
    held: ["New/deep/Schema.SQL", "app/db/schema.sql", "infra/main.tf", "infra/new.tf"],
    passed: ["New", "app/x.ts", "infrastructure/x"],
  });
  expect((await judge(draft, script, { ruled: false })).held).toEqual([]);
});

verifies("gate.policy", "a folder that goes, moves or is replaced around it", async () => {
  using draft = openDraft(tree);
  expect(await judge(draft, "rm -r app")).toEqual({ held: ["app/db/schema.sql"], passed: [] });
  expect(await judge(draft, "rm -r app", { ruled: false })).toEqual({ held: [], passed: ["app"] });
  expect((await judge(draft, "mv infra elsewhere")).held).toEqual(["infra"]);
  expect((await judge(draft, "rm -r app; mkdir app; echo new > app/x.ts", { replaced: ["app"] })).held).toEqual(["app/db/schema.sql"]);
  expect((await judge(draft, "rm -r app; echo file > app")).held).toEqual(["app/db/schema.sql"]);
  expect((await judge(draft, "rm -r infrastructure")).held).toEqual([]);
});

verifies("gate.policy", "the agent's own rules do not go either", async () => {
  using draft = openDraft({ ".fettle/policy.toml": "" });
  expect((await judge(draft, "rm .fettle/policy.toml")).held).toEqual([".fettle/policy.toml"]);
  expect((await judge(draft, "rm -r .fettle")).held).toEqual([".fettle"]);
  expect((await judge(draft, "rm -r .fettle", { ruled: false })).held).toEqual([]);
});

verifies("gate.policy", "a folder that a job has removed already is known by its name", async () => {
  using draft = openDraft(tree);
  const pending = draft.changes(() => draft.run("rm -r infra infrastructure"));
  draft.write({ infra: null, infrastructure: null });
  const nested = rulesOf('[[rule]]\npath = "infra/live/**"\ndecision = "deny"\n');
  const { write: bans } = boxBans(factsOf({ workspace: draft.root, rules: nested }));
  const { holds } = await judgeChanges(pending, { root: draft.root, maxDeletions: 100, bans });
  expect(holds.map(({ path }) => path)).toEqual(["infra"]);
});

verifies("gate.policy", "the reason names the rule and where it stands", async () => {
  using draft = openDraft(tree);
  const pending = draft.changes(() => draft.run("echo 2 > infra/main.tf"));
  const { write: bans } = boxBans(factsOf({ workspace: draft.root, rules }));
  const { holds } = await judgeChanges(pending, { root: draft.root, maxDeletions: 100, bans });
  expect(holds).toEqual([{ path: "infra/main.tf", rule: "policy", reason: "Operations change it. (infra/**, user.toml:2)" }]);
});
