import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createHash } from "node:crypto";
import { expect } from "vitest";
import { verifies } from "../verifies.ts";

const script = resolve(import.meta.dirname, "../../scripts/start.mjs");

/** A repository of nothing but the start script and `files`. */
function repository(files: Record<string, string>): Disposable & { path: string } {
  const folder = mkdtempDisposableSync(join(tmpdir(), "fettle-start-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), text);
  }
  mkdirSync(join(folder.path, "scripts"), { recursive: true });
  copyFileSync(script, join(folder.path, "scripts/start.mjs"));
  return folder;
}

/** The same with its dependencies in place: this Node as the pinned one, and the stamp of its lockfile. */
function installed(files: Record<string, string>): Disposable & { path: string } {
  const lock = "{}";
  const stamp = createHash("sha256").update(lock).digest("hex");
  const folder = repository({ ...files, "package-lock.json": lock, "node_modules/.fettle-installed": stamp });
  mkdirSync(join(folder.path, "node_modules/node/bin"), { recursive: true });
  symlinkSync(process.execPath, join(folder.path, "node_modules/node/bin/node"));
  return folder;
}

function start(root: string, args: string[], env: Record<string, string> = {}): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [join(root, "scripts/start.mjs"), ...args], {
    cwd: root,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: root, ...env },
  });
}

verifies("repository.start-explains", () => {
  using folder = repository({
    "package.json": JSON.stringify({ dependencies: { "left-pad": "1.3.0" } }),
    "package-lock.json": JSON.stringify({ lockfileVersion: 3, packages: { "": { dependencies: { "left-pad": "1.3.0" } } } }),
  });
  const nobody = { npm_config_registry: "http://127.0.0.1:1/", npm_config_fetch_retries: "0" };

  const { status, stdout, stderr } = start(folder.path, ["src/main.ts"], nobody);

  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain("ECONNREFUSED");
  expect(stderr).toMatch(/fettle: `npm install .*` failed in \/.*\. Mend that and try again\.\n$/);
});

verifies("repository.start-ends-alike", "an exit code", () => {
  using folder = installed({ "src/main.ts": `console.log(process.argv.slice(2).join(" ")); process.exit(4);` });
  const { status, stdout, stderr } = start(folder.path, ["src/main.ts", "--flag", "two words"]);
  expect({ status, stdout, stderr }).toEqual({ status: 4, stdout: "--flag two words\n", stderr: "" });
});

verifies("repository.start-ends-alike", "a signal", () => {
  using folder = installed({ "src/main.ts": `process.kill(process.pid, process.argv[2]);` });
  expect(start(folder.path, ["src/main.ts", "SIGTERM"]).signal).toBe("SIGTERM");
  expect(start(folder.path, ["src/main.ts", "SIGINT"]).signal).toBe("SIGINT");
  expect(start(folder.path, ["src/main.ts", "SIGKILL"]).signal).toBe("SIGKILL");
});

verifies("surfaces.demo", "what `npm start` alone runs", () => {
  using folder = installed({
    "src/main.ts": `console.log(process.argv.slice(2));`,
    "scripts/other.mjs": `console.log(process.argv.slice(2));`,
  });
  const runs = [["src/main.ts"], ["src/main.ts", "config"], ["scripts/other.mjs"]];
  expect(runs.map((args) => start(folder.path, args).stdout)).toEqual(["[ 'demo' ]\n", "[ 'config' ]\n", "[]\n"]);
});

verifies("repository.start-ends-alike", "where the person stands", () => {
  using folder = installed({ "src/main.ts": `console.log(process.cwd());` });
  expect(start(folder.path, ["src/main.ts"], { INIT_CWD: "/" }).stdout).toBe("/\n");
});
