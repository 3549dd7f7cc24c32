/** The boxes that are not Linux's own: what speaks for a container, what a profile of macOS says, and that other systems' are not tried. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { automaticEntries } from "../../src/sandbox/automatic.ts";
import { entries } from "../../src/sandbox/backends/index.gen.ts";
import { containerSigns } from "../../src/sandbox/container-signs.ts";
import { seatbeltProfile } from "../../src/sandbox/seatbelt-profile.ts";
import { makeBox, plain } from "./boxes.ts";
import { verifies } from "../verifies.ts";

function signsIn(files: Record<string, string>, env: Record<string, string> = {}): string[] {
  const root = mkdtempSync(join(tmpdir(), "fettle-signs-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return containerSigns({ root, env });
  } finally {
    rmSync(root, { recursive: true });
  }
}

verifies("sandbox.container", () => {
  const machine = {
    "proc/1/comm": "systemd\n",
    "proc/1/cgroup": "0::/init.scope\n",
    "proc/self/cgroup": "0::/user.slice/user-1000.slice\n",
  };
  const signs = {
    machine: signsIn(machine),
    docker: signsIn({ ...machine, ".dockerenv": "" }),
    podman: signsIn({ ...machine, "run/.containerenv": "" }),
    nspawn: signsIn(machine, { container: "systemd-nspawn" }),
    "by its first process": signsIn({ ...machine, "proc/1/environ": "A=1\0container=lxc\0" }),
    kubernetes: signsIn({ ...machine, "proc/1/cgroup": "0::/kubepods/besteffort/pod1\n" }),
    node: signsIn({ ...machine, "proc/1/comm": "node\n" }),
    "a project of that name": signsIn({ ...machine, "proc/self/cgroup": "0::/user.slice/mydockerproject\n" }),
  };
  expect(signs).toEqual({
    machine: [],
    docker: ["there is /.dockerenv"],
    podman: ["there is /run/.containerenv"],
    nspawn: ["the variable `container` is set"],
    "by its first process": ["the variable `container` is set"],
    kubernetes: ["the control group is one of kubepods"],
    node: ["the first process is node, which is no system's init"],
    "a project of that name": [],
  });
});

verifies("sandbox.container", "it counts as confined, except where nothing may be written, and says whose word that is", async () => {
  if (containerSigns().length === 0) {
    await expect(makeBox("container")).rejects.toMatchObject({ code: "sandbox.unavailable", at: "--sandbox container" });
    return;
  }
  await using test = await makeBox("container");
  await using planning = await makeBox("container", { readOnly: true });
  const { confined, network, notice } = test.box.traits;
  expect({ confined, network, notice, planning: planning.box.traits.confined }).toEqual({
    confined: true,
    network: "host",
    notice: expect.stringMatching(
      /^The container is taken to confine commands, because `--sandbox container` says so, and .+\.$/,
    ) as string,
    planning: false,
  });
  expect((await test.box.run("echo ran", plain)).output.toString()).toBe("ran\n");
  expect(automaticEntries().map(({ name }) => name)).not.toContain("container");
});

/** Reads a profile as macOS does: lists, and strings with two escapes. Returns each rule as its head and the strings in it. */
function parse(profile: string): string[][] {
  const tokens = profile.match(/[()]|"(?:[^"\\]|\\.)*"|[^\s()"]+/gs) ?? [];
  const rules: string[][] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token === "(" && depth++ === 0) rules.push([]);
    else if (token === ")") depth--;
    else if (token !== "(") rules.at(-1)?.push(token.startsWith('"') ? token.slice(1, -1).replaceAll(/\\(.)/gs, "$1") : token);
    expect(depth).toBeGreaterThanOrEqual(0);
  }
  expect(depth).toBe(0);
  return rules;
}

verifies("sandbox.seatbelt-profile", () => {
  const places = (path: string) => ({ writable: [path], readable: [path], hidden: [path] });
  const shape = (profile: string, path: string): string[][] =>
    parse(profile).map((rule) => rule.map((word) => (word === path ? "PATH" : word)));
  const ordinary = shape(seatbeltProfile(places("/Users/a/project")), "/Users/a/project");
  const hostile = [
    '/a")(allow default)(deny file-read* (literal "',
    "/a\\",
    '/a\\"',
    '/a\\")(allow file-write*)("',
    "/a\n(allow default)\n",
    "/a(b))((c",
    "/a;comment",
    "/é\u0001\t'#{}",
  ];
  for (const path of hostile) expect(shape(seatbeltProfile(places(path)), path)).toEqual(ordinary);
  expect(ordinary.flat().filter((word) => word === "PATH")).toHaveLength(4);
  // The reader of this test is none that sees what it wants to see.
  expect(parse('(deny default)(allow file-write* (subpath "/a")(allow default)(x ""))')).not.toEqual(
    parse('(deny default)(allow file-write* (subpath "/a"))'),
  );
});

verifies("sandbox.seatbelt-profile", "everything is denied first, and the roots come after the home", () => {
  const rules = parse(seatbeltProfile({ writable: ["/Users/a/w"], readable: ["/Users/a/.nvm"], hidden: ["/Users"] }));
  const at = (...words: string[]): number => rules.findIndex((rule) => words.every((word) => rule.includes(word)));
  expect(rules[1]).toEqual(["deny", "default"]);
  const order = [
    at("deny", "file-read-data", "/Users"),
    at("allow", "file-read*", "/Users/a/.nvm", "/Users/a/w"),
    at("allow", "file-write*", "/Users/a/w"),
    at("deny", "network*"),
  ];
  expect([order.every((place) => place > 0), order]).toEqual([true, order.toSorted((a, b) => a - b)]);
});

verifies("sandbox.seatbelt-profile", "a path that it cannot hold is refused", () => {
  for (const path of ["relative", "", "/a\0b"])
    expect(() => seatbeltProfile({ writable: [path], readable: [], hidden: [] })).toThrow("No profile can hold");
});

verifies("sandbox.platforms", async () => {
  const foreign = entries.filter(({ platforms }) => platforms !== undefined && !platforms.includes(process.platform));
  expect(foreign.length).toBeGreaterThan(0);
  const tried = await Promise.all(
    foreign.map(async ({ name, experimental, load }) => {
      const probe = await (await load()).default.probe();
      const error = await makeBox(name).catch((reason: { code: string; hint?: string }) => reason);
      return { name, experimental, available: probe.available, code: "code" in error ? error.code : "opened", hinted: "hint" in error };
    }),
  );
  expect(tried).toEqual(
    foreign.map(({ name }) => ({ name, experimental: true, available: false, code: "sandbox.unavailable", hinted: true })),
  );
  expect(automaticEntries().filter((entry) => foreign.includes(entry))).toEqual([]);
});
