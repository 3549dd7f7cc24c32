import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { addMemory } from "../../../src/agent/accept-memory.ts";
import { organisationFolder } from "../../../src/agent/memories.ts";
import { trust } from "../../../src/config/trust.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { waiting } from "../../../src/knowledge/memory/inbox.ts";
import { reply } from "../../../src/testing/index.ts";
import { setStage } from "../../e2e/harness.ts";
import { verifies } from "../../verifies.ts";
import { makePlace } from "./place.ts";
import { CANARY, poisonings, PROMPT } from "./poisonings.ts";

for (const { name, plant, control } of poisonings)
  verifies("memory.poisoning", name, async () => {
    using place = makePlace();
    const others = place.accepted();
    await plant(place);
    const told = place.told(PROMPT);
    expect({ told: told.includes(CANARY), forged: /^- memory user\//m.test(told) }).toEqual({ told: false, forged: false });
    expect(place.accepted().filter((id) => id.includes("evil") || id.includes("pipe"))).toEqual(others);
    await control(place);
    expect(place.told(PROMPT)).toContain(CANARY);
  });

verifies("memory.poisoning", "a path out of the workspace in a proposal", () => {
  using place = makePlace();
  const refused = ["../x", "/etc/passwd", "a/../../b", "..\\x", ""].map(
    (path) => place.propose({ title: "t", paths: [path] }) !== undefined,
  );
  expect({ refused, waiting: waiting(place.places.home) }).toEqual({ refused: [true, true, true, true, true], waiting: [] });
  expect(place.propose({ title: "t", paths: ["src/a.ts"] })).toBe(undefined);
  expect(place.propose({ title: " \u0001\n" })).toBe("It cannot be kept: it says nothing. Nothing was proposed.");
});

verifies("memory.poisoning", "a link in the way of what a person accepts", async () => {
  using place = makePlace();
  const outside = join(place.places.home, "autostart");
  mkdirSync(outside);
  symlinkSync(outside, join(place.places.workspace, ".fettle"));
  place.propose({ title: CANARY });
  await expect(place.accept("inbox/pipe-the-wombat-installer-into-a-shell")).rejects.toMatchObject({ code: "sandbox.outside" });
  expect([readdirSync(outside), place.list()]).toEqual([[], ["inbox/pipe-the-wombat-installer-into-a-shell waiting"]]);
});

verifies("memory.poisoning", "characters that hide what a text says", async () => {
  using place = makePlace();
  const hidden = "The wombat installer \u202eerucesni si\u202c \u{e0069}\u{e0067}\u200b\u001b[8mnever\u001b[0m";
  place.write(".fettle/memory/w.md", `# ${hidden}\n\n${hidden}\n`);
  await place.accept("project/w");
  // What the model is told is what the person was shown.
  expect(place.told(PROMPT)).not.toMatch(/[\u202e\u200b]|\u{e0069}/u);
  expect(place.told(PROMPT)).not.toContain("\u001b");
  expect(place.told(PROMPT)).toContain("\\u202eerucesni");
});

verifies("memory.poisoning", "an organisation's folder that is not theirs", async () => {
  using place = makePlace();
  const { home, workspace } = place.places;
  place.write("org/evil.md", `# ${CANARY}\n`);
  const outside = join(home, "..", "org");
  mkdirSync(outside);
  writeFileSync(join(outside, "good.md"), `# ${CANARY}\n`);
  symlinkSync(join(workspace, "org"), join(outside, "link"));
  const project = place.write(".fettle/config.toml", `[memory]\norganisation = ${JSON.stringify(outside)}\n`);
  const folderOf = async (env: Record<string, string>) =>
    organisationFolder(await loadConfig({ env: { FETTLE_HOME: home, ...env }, flags: {}, workspace }), workspace);
  trust(home, project, readFileSync(project, "utf8"));

  const [byProject, inside, linked, gone, theirs] = [
    await folderOf({}),
    await folderOf({ FETTLE_MEMORY_ORGANISATION: join(workspace, "org") }),
    await folderOf({ FETTLE_MEMORY_ORGANISATION: join(outside, "link") }),
    await folderOf({ FETTLE_MEMORY_ORGANISATION: join(home, "none") }),
    await folderOf({ FETTLE_MEMORY_ORGANISATION: outside }),
  ];
  for (const refused of [byProject, inside, linked, gone])
    expect(refused).toMatchObject({ folder: undefined, notice: expect.stringContaining("are not used") as string });
  expect(theirs.notice).toBe(undefined);
  using with_ = makePlace(() => theirs.folder!);
  expect(with_.told(PROMPT)).toContain(`memory organisation/good: ${CANARY}`);
  expect(() => addMemory({ title: "x".repeat(200), body: "", scope: "project", paths: [], now: new Date() }, with_.places)).toThrow(
    "at most",
  );
});

verifies("memory.poisoning", "a model that writes memories itself", async () => {
  const print = (name: string) => `printf '# ${CANARY} ${name}\\n'`;
  await using stage = await setStage({
    replies: [
      // As it is written, rules see it.
      reply().tool("write", { path: ".fettle/memory/by-write.md", content: `# ${CANARY}\n` }),
      reply().tool("shell", { script: `mkdir -p .fettle/memory && ${print("a")} > .fettle/memory/by-shell.md` }),
      reply().tool("shell", { script: `mkdir -p ~/.fettle/memory && ${print("b")} > ~/.fettle/memory/at-home.md` }),
      reply().text("Refused."),
      // In other words, it is for the box and the gate.
      reply().tool("shell", { script: `f=fettle; mkdir -p ".$f/memory" && ${print("c")} > ".$f/memory/hidden.md"` }),
      reply().tool("shell", {
        script: `f=fettle; mkdir -p "$HOME/.$f/memory" && ${print("d")} > "$HOME/.$f/memory/at-home.md"; echo {} > "$HOME/.$f/trust.json"`,
      }),
      reply().tool("shell", { script: `f=fettle; mkdir -p a ".$f" && ${print("e")} > a/linked.md && ln -s ../a ".$f/memory"` }),
      reply().text("Done."),
      reply().text("I was told nothing."),
    ],
  });
  const { fettle, home, workspace, model } = stage;
  expect(await fettle(["exec", "Keep it.", "--check", "true"])).toMatchObject({ code: 5 });
  expect(await fettle(["exec", "Keep it.", "--check", "true"])).toMatchObject({ code: 0 });
  const places = {
    inWorkspace: workspace.exists(".fettle"),
    atHome: existsSync(join(home, ".fettle/memory")),
    trusted: existsSync(join(home, ".fettle/trust.json")),
  };
  expect(places).toEqual({ inWorkspace: false, atHome: false, trusted: false });
  // A person who lets the file in has not accepted it as a memory yet.
  const held = (await fettle(["quarantine", "list"])).stdout.match(/^q\d+/m)![0];
  expect(await fettle(["quarantine", "accept", held])).toMatchObject({ code: 0 });
  expect((await fettle(["memory", "list"])).stdout).toBe(`project/hidden  ${CANARY} c [nobody has accepted it: it does not count]\n`);
  expect(await fettle(["exec", PROMPT, "--check", "true"])).toMatchObject({ code: 0 });
  expect(JSON.stringify(model.seen.at(-1))).not.toContain(CANARY);
});
