import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isReachable } from "../../src/sandbox/identity.ts";

const isRoot = process.getuid?.() === 0;
export const nobody = { uid: 65534, gid: 65534 };

/** What a command begins with that is to run without privileges. */
export const unprivileged: readonly string[] = isRoot ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : [];

/** As root from a checkout that only root can read there is no node for another user to run. */
export const canRunAsOrdinaryUser = !isRoot || isReachable(process.execPath, nobody);

/** Runs a module as somebody without privileges, from a copy that such a user can read. `script` stands beside the files of test/sandbox. */
export function runAsOrdinaryUser(script: string, files: readonly string[]): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "fettle-copy-")));
  try {
    chmodSync(copy, 0o755);
    cpSync(resolve(import.meta.dirname, "../../src"), join(copy, "src"), { recursive: true });
    for (const file of files) cpSync(join(import.meta.dirname, file), join(copy, "test/sandbox", file));
    writeFileSync(join(copy, "test/sandbox/script.ts"), script);
    writeFileSync(join(copy, "package.json"), '{ "type": "module" }');
    execFileSync("chmod", ["-R", "a+rX", copy]);
    const node = [process.execPath, join(copy, "test/sandbox/script.ts")];
    const [program = "", ...args] = [...unprivileged, ...node];
    const env = { PATH: process.env["PATH"], HOME: "/nonexistent" };
    const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env, cwd: "/" });
    return stdout + stderr;
  } finally {
    rmSync(copy, { recursive: true });
  }
}
