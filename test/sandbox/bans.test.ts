/** What rules for paths keep, by roads on which no script is read: through a real box. */
import { readFileSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { FettleError } from "../../src/contract/error.ts";
import type { OpenBox, TransactionRequest } from "../../src/contract/sandbox.ts";
import { boxBans } from "../../src/policy/path-bans.ts";
import { createWorkspace, type Workspace } from "../../src/testing/index.ts";
import { factsOf } from "../policy/facts.ts";
import { rulesOf } from "../policy/judge.ts";
import { verifies } from "../verifies.ts";
import { brief, makeBox } from "./boxes.ts";
import { canRunAsOrdinaryUser, runAsOrdinaryUser } from "./ordinary-user.ts";

interface Ruled extends AsyncDisposable {
  box: OpenBox;
  workspace: Workspace;
}

/** A box on these files under these rules, or under none. */
async function openRuled(
  name: string,
  { files, rules, prepare }: { files: Record<string, string>; rules: string | undefined; prepare?(workspace: Workspace): Promise<void> },
): Promise<Ruled> {
  const workspace = await createWorkspace({ files });
  await prepare?.(workspace);
  const bans = rules === undefined ? {} : boxBans(factsOf({ workspace: workspace.root, rules: rulesOf(rules) }));
  const made = await makeBox(name, { workspace: workspace.root, bans });
  return {
    box: made.box,
    workspace,
    async [Symbol.asyncDispose]() {
      await made[Symbol.asyncDispose]();
      await workspace[Symbol.asyncDispose]();
    },
  };
}

/** A file that commands can read, outside of every workspace. */
const effect = { effect: "execute", thread: "t", turn: 1, item: "i", title: "shell" } as const;
const keepInfra = '[[rule]]\npath = "infra/**"\neffects = ["write"]\ndecision = "deny"\nreason = "Operations change it."\n';
const unseen = "folder=$(printf infra); echo 2 > $folder/main.tf; rm -f $folder/old.tf; echo 2 > free";
const files = { "infra/main.tf": "1\n", "infra/old.tf": "1\n", free: "1\n" };

verifies("gate.policy", "what a command writes by a road that no script shows does not get into the workspace", async () => {
  const changed = async (rules: string | undefined) => {
    await using test = await openRuled("bubblewrap", { files, rules });
    const { held, quarantine } = await test.box.transaction(effect, (box) => box.run(unseen, { timeoutMs: 0 }));
    return { main: await test.workspace.read("infra/main.tf"), free: await test.workspace.read("free"), held, kept: quarantine.length };
  };
  const reason = "Operations change it. (infra/**, user.toml:1)";
  expect(await changed(keepInfra)).toEqual({
    main: "1\n",
    free: "2\n",
    held: ["infra/main.tf", "infra/old.tf"].map((path) => ({ path, rule: "policy", reason })),
    kept: 1,
  });
  expect(await changed(undefined)).toEqual({ main: "2\n", free: "2\n", held: [], kept: 0 });
});

verifies("gate.policy", "what a job has written is taken out again", async () => {
  const changed = async (rules: string | undefined) => {
    await using test = await openRuled("bubblewrap", { files, rules });
    const { id } = await test.box.jobs.start(`${unseen}; echo written`, {});
    await test.box.jobs.waitFor(id, /written/, 20_000);
    await test.box.jobs.stop(id);
    await test.box.transaction(effect, async () => {});
    return { main: await test.workspace.read("infra/main.tf"), free: await test.workspace.read("free") };
  };
  expect(await changed(keepInfra)).toEqual({ main: "1\n", free: "2\n" });
  expect(await changed(undefined)).toEqual({ main: "2\n", free: "2\n" });
});

const keepSecrets = `[[rule]]
path = "secrets/**"
effects = ["read"]
decision = "deny"

[[rule]]
path = "**/.env"
effects = ["read"]
decision = "deny"
`;
const secretFiles = { "secrets/deep/key": "s3cret-a\n", "app/.env": "s3cret-b\n", "app/x": "free\n", ".env.example": "free\n" };
const leaks = [
  "cat $(printf secrets/deep/key)",
  "a=.e; cat app/${a}nv",
  "cp -r . /tmp/copy; cat /tmp/copy/*/.env /tmp/copy/secrets/deep/key",
  "grep -r s3cret .",
  "mv app moved; cat moved/.env",
  "ln -s $PWD/app/.env link; ln app/.env hard; cat link hard",
  "chmod -R 777 .; cat /proc/self/root$PWD/app/.env /proc/self/cwd/app/.env",
  "umount app/.env secrets; cat app/.env secrets/deep/key",
  "rm -rf app/.env secrets; cat app/.env secrets/deep/key",
  "unshare -rm true; unshare -Um sh -c 'umount app/.env; cat app/.env'",
  "find . -type f -exec cat {} +; tar c . | cat",
];

/** Which of these scripts show a secret. */
async function leaking({ box }: Ruled, request: TransactionRequest): Promise<string[]> {
  const found: string[] = [];
  for (const script of leaks) {
    const { value } = await box.transaction(request, (inner) => inner.run(`(${script}) 2>&1`, { timeoutMs: 0 }));
    if (value.output.includes("s3cret")) found.push(script);
  }
  return found;
}

verifies("sandbox.kept", "a command on layers, and the workspace stays as it is", async () => {
  await using ruled = await openRuled("bubblewrap", { files: secretFiles, rules: keepSecrets });
  await using free = await openRuled("bubblewrap", { files: secretFiles, rules: undefined });
  expect(await leaking(ruled, effect)).toEqual([]);
  expect((await leaking(free, effect)).length).toBeGreaterThan(5);
  const { value } = await ruled.box.transaction(effect, (box) =>
    box.run("cat app/x .env.example; echo 2 > app/y; ls secrets", { timeoutMs: 0 }),
  );
  expect(value.output.toString()).toBe("free\nfree\n");
  const contents = await Promise.all(["secrets/deep/key", "app/.env", "app/y"].map((path) => ruled.workspace.read(path)));
  expect(contents).toEqual(["s3cret-a\n", "s3cret-b\n", "2\n"]);
});

verifies("sandbox.kept", "where nothing is written", async () => {
  const request = { ...effect, effect: "read" } as const;
  await using ruled = await openRuled("bubblewrap", { files: secretFiles, rules: keepSecrets });
  await using free = await openRuled("bubblewrap", { files: secretFiles, rules: undefined });
  expect(await leaking(ruled, request)).toEqual([]);
  expect((await leaking(free, request)).length).toBeGreaterThan(5);
});

verifies("sandbox.kept", "a job, which is on the workspace itself", async () => {
  const shown = async (rules: string | undefined) => {
    await using test = await openRuled("bubblewrap", { files: secretFiles, rules });
    const { id } = await test.box.jobs.start(
      "cat $(printf secrets/deep/key) app/.en[v] 2>&1; mv app moved; cat moved/.env; echo written",
      {},
    );
    await test.box.jobs.waitFor(id, /written/, 20_000);
    await test.box.jobs.stop(id);
    return /s3cret/.test(test.box.jobs.output(id, 0, 10_000).text);
  };
  expect([await shown(keepSecrets), await shown(undefined)]).toEqual([false, true]);
});

verifies("sandbox.kept", "what a link of that name leads to, in the workspace and outside", async () => {
  const rules = '[[rule]]\npath = "conf/*"\neffects = ["read"]\ndecision = "deny"\n';
  // Of the machine's own, which no box hides by itself.
  const outside = "/etc/hosts";
  const shown = async (given: string | undefined) => {
    await using test = await openRuled("bubblewrap", {
      files: { "real/key": "s3cret-inside\n" },
      rules: given,
      async prepare({ root }) {
        await mkdir(join(root, "conf"));
        await symlink("../real/key", join(root, "conf/inside"));
        await symlink(outside, join(root, "conf/outside"));
      },
    });
    return brief(await test.box.run(`cat real/key ${outside} 2>/dev/null`, { timeoutMs: 0 })).output;
  };
  expect([await shown(rules), await shown(undefined)]).toEqual(["", `s3cret-inside\n${readFileSync(outside, "utf8")}`]);
});

verifies("sandbox.kept", "a tool that reads by a link", async () => {
  const read = async (rules: string | undefined) => {
    await using test = await openRuled("bubblewrap", {
      files: secretFiles,
      rules,
      prepare: ({ root }) => symlink("secrets", join(root, "other")),
    });
    const { value } = await test.box.transaction({ ...effect, effect: "read" }, ({ files }) =>
      files.read("other/deep/key").then(String, ({ code, message }: FettleError) => `${code}: ${message}`),
    );
    return value;
  };
  expect(await read(undefined)).toBe("s3cret-a\n");
  expect(await read(keepSecrets)).toBe(
    "policy.denied: secrets/deep/key may not be read: A rule denies secrets/**. (secrets/**, user.toml:1)",
  );
});

verifies("sandbox.kept", "more than can be hidden: nothing runs", async () => {
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`d${index}/.env`, "s3cret"]));
  await using test = await openRuled("bubblewrap", { files: many, rules: keepSecrets });
  await expect(test.box.run("cat d1/.env", { timeoutMs: 0 })).rejects.toThrow(/rules keep 501 paths, more than 500, from being read/);
});

verifies("sandbox.kept", "a sandbox that hides nothing says so", async () => {
  await using ruled = await openRuled("none", { files: secretFiles, rules: keepSecrets });
  await using free = await openRuled("none", { files: secretFiles, rules: undefined });
  expect([ruled.box.traits.notice, free.box.traits.notice]).toEqual([expect.stringMatching(/nothing hides them from commands/), undefined]);
});

if (canRunAsOrdinaryUser)
  verifies("sandbox.kept", "an ordinary user, in every view", () => {
    const script = `
      import { execFileSync } from "node:child_process";
      import { mkdirSync, writeFileSync } from "node:fs";
      import { makeRuntime } from "./runtimes.ts";
      const read = { over: (path) => (/\\/(\\.env|secrets)(\\/|$)/.test(path) ? "kept" : undefined), below: () => true, named: () => undefined };
      for (const bans of [{ read }, {}]) {
        await using test = await makeRuntime("bubblewrap", { bans });
        mkdirSync(test.workspace + "/app/secrets", { recursive: true });
        for (const name of [".env", "app/.env", "app/secrets/key"]) writeFileSync(test.workspace + "/" + name, "s3cret\\n");
        for (const view of [test.layers(), { kind: "read-only" }, { kind: "direct" }]) {
          const { output } = await test.run("umount app/.env 2>/dev/null; cat .env app/.env app/secrets/key 2>/dev/null; mv app moved 2>/dev/null; cat moved/.env 2>/dev/null; touch made-" + view.kind + " 2>/dev/null; true", { view });
          console.log(view.kind, output.split("s3cret").length - 1);
        }
        // The kernel's own folder of an overlay is closed.
        execFileSync("chmod", ["-R", "u+rwX", test.store]);
      }`;
    expect(runAsOrdinaryUser(script, ["runtimes.ts"]).trim().split("\n")).toEqual(
      ["layers 0", "read-only 0", "direct 0"].concat("layers 4", "read-only 3", "direct 4"),
    );
  });
