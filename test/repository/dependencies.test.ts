import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { verifies } from "../verifies.ts";

const root = resolve(import.meta.dirname, "../..");
const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

function tracked(): string[] {
  return execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((path) => path !== "");
}

verifies("repository.dependencies-pinned", "exact versions", () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, Record<string, string>>;
  const wanted = { ...manifest["dependencies"], ...manifest["devDependencies"], ...manifest["optionalDependencies"] };
  expect(Object.entries(wanted).filter(([, version]) => !exact.test(version))).toEqual([]);
});

verifies("repository.dependencies-pinned", "no address in the lockfile", () => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }>;
  };
  const installed = Object.entries(packages).filter(([path]) => path !== "");
  expect(installed.filter(([, entry]) => entry.resolved !== undefined || entry.integrity === undefined)).toEqual([]);
});

verifies("repository.dependencies-pinned", "no file sets a registry", () => {
  const npmrcs = tracked().filter((path) => /(^|\/)(\.npmrc|\.yarnrc(\.yml)?|bunfig\.toml)$/.test(path));
  const setting = /^[^#;]*(registry|_auth|proxy)\s*=/m;
  expect(npmrcs.filter((path) => setting.test(readFileSync(join(root, path), "utf8")))).toEqual([]);
});
