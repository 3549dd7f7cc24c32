import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { expect } from "vitest";
import { automaticEntries } from "../../src/sandbox/automatic.ts";
import { openBox, resolveWorkspace } from "../../src/sandbox/open.ts";
import { findProgram } from "../../src/lib/program.ts";
import { makeBox, plain } from "./boxes.ts";
import { verifies } from "../verifies.ts";

async function makeFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "fettle-open-")));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

verifies("sandbox.auto", async () => {
  const names = await Promise.all(
    ["auto", "bubblewrap", "none"].map(async (name) => {
      await using test = await makeBox(name);
      const { name: chosen, confined, notice } = test.box.traits;
      return { chosen, confined, notice };
    }),
  );
  const confined = { chosen: "bubblewrap", confined: true, notice: undefined };
  expect(names).toEqual([confined, confined, { chosen: "none", confined: false, notice: undefined }]);
  expect(automaticEntries().map(({ name }) => name)).toEqual(["bubblewrap", "landlock"]);
  await expect(makeBox("bublewrap")).rejects.toMatchObject({
    code: "config.invalid",
    message: 'There is no sandbox "bublewrap"; there are auto, bubblewrap, container, landlock, none, seatbelt, windows.',
    hint: "Did you mean bubblewrap?",
  });
});

/** A harness that opens the box `auto` chooses, twice, and runs `touch ran` in it. */
const harness = `
  import { makeBox, plain } from ${JSON.stringify(join(import.meta.dirname, "boxes.ts"))};
  import { readdir, rm } from "node:fs/promises";
  const show = (lines) => console.log(lines.join("\\n"));
  try {
    await using first = await makeBox("auto");
    const home = first.folder + "/home";
    await using test = await makeBox("auto", { home });
    const { name, notice = "" } = test.box.traits;
    show([name, notice]);
    const { exitCode } = await test.box.run("touch ran", plain);
    show([exitCode + " " + (await readdir(test.workspace)).join()]);
  } catch (error) {
    show([error.code, error.message, error.hint]);
  }
`;
const runHarness = [process.execPath, "--input-type=module-typescript", "-e", harness];

function runWithout(...missing: string[]): string {
  const masks = missing.flatMap((program) => ["--ro-bind", "/dev/null", program]);
  const { stdout, stderr } = spawnSync("bwrap", ["--dev-bind", "/", "/", ...masks, "--", ...runHarness], { encoding: "utf8" });
  return stdout + stderr;
}

verifies("sandbox.auto", "B51: user namespaces are forbidden", () => {
  const forbidden = ["--dev-bind", "/", "/", "--unshare-user", "--disable-userns", "--", ...runHarness];
  const { stdout, stderr } = spawnSync("bwrap", forbidden, { encoding: "utf8" });
  expect(stdout + stderr).toMatch(
    /^landlock\nCommands run in the sandbox landlock, which is weaker than the preferred one: bubblewrap: .+\n0 ran\n$/,
  );
});

verifies("sandbox.auto", "B51: bubblewrap is not installed", () => {
  expect(runWithout("/usr/bin/bwrap")).toBe(
    "landlock\nCommands run in the sandbox landlock, which is weaker than the preferred one: " +
      "bubblewrap: bubblewrap (bwrap) is not installed.\n0 ran\n",
  );
});

verifies("sandbox.unavailable", "B51: neither bubblewrap nor perl is installed", () => {
  expect(runWithout("/usr/bin/bwrap", "/usr/bin/perl")).toMatch(
    /^sandbox\.unavailable\nNothing on this machine confines commands\. bubblewrap: .+ landlock: perl is not installed\.\nInstall bubblewrap .+\n$/,
  );
});

verifies("sandbox.unavailable", "the control: it is available here", () => {
  const { stdout } = spawnSync(runHarness[0]!, runHarness.slice(1), { encoding: "utf8" });
  expect(stdout).toBe("bubblewrap\n\n0 ran\n");
});

verifies("sandbox.remembered", async () => {
  await using first = await makeBox("auto");
  const home = join(first.folder, "home");
  const file = join(home, "sandbox.json");
  const { choice, situation } = JSON.parse(await readFile(file, "utf8")) as { choice: object; situation: string };
  // What is remembered is believed, so nothing was tried; and not after something has changed.
  await writeFile(file, JSON.stringify({ situation, choice: { ...choice, name: "landlock" } }));
  await using second = await makeBox("auto", { home });
  await writeFile(file, JSON.stringify({ situation: "of another boot", choice: { ...choice, name: "landlock" } }));
  await using third = await makeBox("auto", { home });
  await writeFile(file, "torn {");
  await using fourth = await makeBox("auto", { home });
  const names = [first, second, third, fourth].map(({ box }) => box.traits.name);
  expect(names).toEqual(["bubblewrap", "landlock", "bubblewrap", "bubblewrap"]);
});

verifies("sandbox.remembered", "a choice that does not hold any more is an error that names the next, and is forgotten", async () => {
  await using first = await makeBox("auto");
  const home = join(first.folder, "home");
  const gone = join(first.folder, "state", "gone");
  await using second = await makeBox("auto", { home, stateDir: gone });
  await mkdir(join(first.folder, "state"), { recursive: true });
  await writeFile(gone, "a file where the box wants a folder");
  await expect(second.box.run("true", plain)).rejects.toMatchObject({
    code: "sandbox.unavailable",
    hint: expect.stringContaining("The next weaker one is `--sandbox landlock`") as string,
  });
  expect(await readdir(home)).not.toContain("sandbox.json");
});

verifies("sandbox.snapshots", async () => {
  await using first = await makeBox("auto");
  const home = join(first.folder, "home");
  const file = join(home, "sandbox.json");
  const known = JSON.parse(await readFile(file, "utf8")) as { choice: { layers: Record<string, boolean> } };
  const layers = Object.fromEntries(Object.keys(known.choice.layers).map((devices) => [devices, false]));
  await writeFile(file, JSON.stringify({ ...known, choice: { ...known.choice, layers } }));
  await using test = await makeBox("auto", { home });
  const request = { effect: "execute", thread: "t", turn: 1, item: "i", title: "shell" } as const;
  const made = await test.box.transaction(request, (box) => box.run("echo 1 > made", plain));
  expect({
    was: first.box.traits.name,
    is: test.box.traits.name,
    changes: made.changes.map(({ path }) => path),
    layers: Object.keys(layers).length,
  }).toEqual({
    was: "bubblewrap",
    is: "bubblewrap+snapshots",
    changes: ["made"],
    layers: 1,
  });
});

verifies("sandbox.workspace-refused", "B56: home, root and what is around them", async () => {
  await using folder = await makeFolder();
  const file = join(folder.path, "file");
  await writeFile(file, "");
  await symlink("/", join(folder.path, "root"));
  await symlink(folder.path, join(folder.path, "self"));
  const refusals = ["/", join(folder.path, "root"), homedir(), `${homedir()}/.`, dirname(homedir()), join(folder.path, "missing"), file];
  const messages = refusals.map((workspace) => {
    try {
      return resolveWorkspace(workspace);
    } catch (error) {
      return `${(error as { code: string }).code}: ${(error as Error).message.replace(workspace, "X")}`;
    }
  });
  const home = (what: string): string => `workspace.missing: The workspace X ${what} the home folder.`;
  expect(messages).toEqual([
    home("contains"),
    home("contains"),
    home("is"),
    home("is"),
    home("contains"),
    "workspace.missing: The workspace X does not exist.",
    "workspace.missing: The workspace X is not a folder.",
  ]);
  expect(resolveWorkspace(join(folder.path, "self"))).toBe(folder.path);
  const limits = { memoryBytes: 0, processes: 0 };
  const gate = { undoBytes: 1e9, maxDeletions: 100 };
  const options = { workspace: "/", home: folder.path, stateDir: folder.path, readOnly: false, passEnv: [], limits, ...gate };
  await expect(openBox("none", options)).rejects.toMatchObject({ code: "workspace.missing" });
});

verifies("sandbox.programs", async () => {
  await using folder = await makeFolder();
  const before = process.env["PATH"];
  for (const place of ["workspace/bin", "elsewhere"]) {
    await mkdir(join(folder.path, place), { recursive: true });
    await writeFile(join(folder.path, place, "fettle-test-program"), "#!/bin/sh\n", { mode: 0o755 });
  }
  const workspace = join(folder.path, "workspace");
  process.env["PATH"] = [join(workspace, "bin"), "workspace/bin", "", "."].join(delimiter);
  const planted = findProgram("fettle-test-program", workspace);
  process.env["PATH"] += delimiter + join(folder.path, "elsewhere");
  const installed = findProgram("fettle-test-program", workspace);
  process.env["PATH"] = before;
  expect([planted, installed]).toEqual([undefined, join(folder.path, "elsewhere/fettle-test-program")]);
  expect(await readdir(workspace)).toEqual(["bin"]);
});
