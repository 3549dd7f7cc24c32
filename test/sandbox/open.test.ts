import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { expect } from "vitest";
import { chooseSandbox, openBox, resolveWorkspace } from "../../src/sandbox/open.ts";
import { findProgram } from "../../src/lib/program.ts";
import { verifies } from "../verifies.ts";

async function makeFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "fettle-open-")));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

verifies("sandbox.auto", async () => {
  const chosen = await Promise.all(["auto", "bubblewrap", "none"].map(chooseSandbox));
  expect(chosen.map(({ name, confined }) => ({ name, confined }))).toEqual([
    { name: "bubblewrap", confined: true },
    { name: "bubblewrap", confined: true },
    { name: "none", confined: false },
  ]);
  await expect(chooseSandbox("bublewrap")).rejects.toMatchObject({
    code: "config.invalid",
    message: 'There is no sandbox "bublewrap"; there are auto, bubblewrap, none.',
    hint: "Did you mean bubblewrap?",
  });
});

/** A harness that opens the box `auto` chooses and runs `touch ran` in it. */
const harness = `
  import { makeBox, plain } from ${JSON.stringify(join(import.meta.dirname, "boxes.ts"))};
  import { readdir } from "node:fs/promises";
  try {
    await using test = await makeBox("auto");
    console.log("opened");
    const { exitCode } = await test.box.run("touch ran", plain).finally(async () => console.log((await readdir(test.workspace)).join()));
    console.log("exit", exitCode);
  } catch (error) {
    console.log(error.code, "|", error.message, "|", error.hint);
  }
`;
const runHarness = [process.execPath, "--input-type=module-typescript", "-e", harness];

verifies("sandbox.unavailable", "user namespaces are forbidden", () => {
  const forbidden = ["--dev-bind", "/", "/", "--unshare-user", "--disable-userns", "--", ...runHarness];
  const { stdout, stderr } = spawnSync("bwrap", forbidden, { encoding: "utf8" });
  expect(stdout + stderr).toMatch(
    /^opened\n\nsandbox\.unavailable \| The sandbox bubblewrap did not start: bwrap: .+ \| Install bubblewrap .+ `--sandbox none` .+\n$/,
  );
});

verifies("sandbox.unavailable", "bubblewrap is not installed", () => {
  const hidden = ["--dev-bind", "/", "/", "--ro-bind", "/dev/null", "/usr/bin/bwrap", "--", ...runHarness];
  const { stdout, stderr } = spawnSync("bwrap", hidden, { encoding: "utf8" });
  expect(stdout + stderr).toMatch(/^sandbox\.unavailable \| bubblewrap \(bwrap\) is not installed\. \| Install bubblewrap /);
});

verifies("sandbox.unavailable", "the control: it is available here", () => {
  const { stdout } = spawnSync(runHarness[0]!, runHarness.slice(1), { encoding: "utf8" });
  expect(stdout).toBe("opened\nran\nexit 0\n");
});

verifies("sandbox.workspace-refused", async () => {
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
