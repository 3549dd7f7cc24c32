import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempDisposableSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { expect } from "vitest";
import { verifies } from "../verifies.ts";

const root = resolve(import.meta.dirname, "../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  version: string;
  files: string[];
  bin: Record<string, string>;
  exports: Record<string, Record<string, string>>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
};

/** Writes the address of each file that is loaded to standard error. */
const traceLoads = `import { registerHooks } from "node:module";
registerHooks({ load(url, context, next) { if (url.startsWith("file:")) console.error(url); return next(url, context); } });`;

verifies("repository.package-resolves", "files", () => {
  const promised = [...manifest.files, ...Object.values(manifest.bin), ...Object.values(manifest.exports).flatMap(Object.values)];
  expect(promised.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

verifies("repository.package-resolves", "publint", async () => {
  const { messages } = await publint({ pkgDir: root, strict: true, pack: "npm" });
  expect(messages).toEqual([]);
});

/** A project that installed the package: what is published, and beside it only what the package says it needs. */
function userProject(): Disposable & { path: string } {
  const folder = mkdtempDisposableSync(join(tmpdir(), "fettle-user-"));
  const modules = join(folder.path, "node_modules");
  cpSync(join(root, "dist"), join(modules, "fettle/dist"), { recursive: true });
  copyFileSync(join(root, "package.json"), join(modules, "fettle/package.json"));
  const needed = { ...manifest.dependencies, ...manifest.peerDependencies, "@types/node": "" };
  for (const name of Object.keys(needed)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  return folder;
}

verifies("repository.package-resolves", "a user's compiler", () => {
  using folder = userProject();
  const specifiers = Object.keys(manifest.exports).map((path) => join("fettle", path));
  const imports = specifiers.map((specifier, index) => `export * as part${index} from "${specifier}";`);
  writeFileSync(join(folder.path, "use.mts"), imports.join("\n"));
  const tsc = [join(root, "node_modules/typescript/bin/tsc"), "use.mts", "--noEmit", "--strict", "--module", "nodenext", "--types", "node"];

  const { status, stdout } = spawnSync(process.execPath, tsc, { cwd: folder.path, encoding: "utf8" });

  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});

verifies("repository.package-resolves", "a user's program", () => {
  using folder = userProject();
  const specifiers = Object.keys(manifest.exports).map((path) => join("fettle", path));
  const script = `for (const name of ${JSON.stringify(specifiers)}) console.log(Object.keys(await import(name)).join(" "))`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: folder.path, encoding: "utf8" });
  const names = stdout.split("\n").map((line) => line.split(" "));
  expect(names).toEqual([
    expect.arrayContaining(["openThread", "readEvents", "listThreads", "FettleError", "exitCodeOf"]),
    expect.arrayContaining(["startModelServer", "reply", "createWorkspace", "run"]),
    expect.arrayContaining(["eventSchema", "commandSchema", "protocolSchema"]),
    [""],
  ]);
});

for (const flag of ["--version", "--help"]) {
  verifies("repository.entry-alone", flag, () => {
    const trace = `data:text/javascript,${encodeURIComponent(traceLoads)}`;
    const entry = join(root, manifest.bin["fettle"]!);
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", trace, entry, flag], { encoding: "utf8" });
    const loaded = stderr
      .trim()
      .split("\n")
      .map((url) => fileURLToPath(url));
    expect(stdout).toContain(flag === "--version" ? manifest.version : "Usage: fettle <command>");
    expect(loaded).toContain(entry);
    expect(loaded.reduce((bytes, file) => bytes + statSync(file).size, 0)).toBeLessThan(16_384);
  });
}
