import { expect } from "vitest";
import lockfile from "../../src/repair/repairers/lockfile.ts";
import { verifies } from "../verifies.ts";
import { repairInBox } from "./boxed.ts";

const lock = { name: "app", version: "1.0.0", lockfileVersion: 3, requires: true, packages: { "": { name: "app", version: "1.0.0" } } };
const files = {
  "package.json": JSON.stringify({ name: "app", version: "1.0.0", dependencies: { part: "file:part" } }),
  "package-lock.json": JSON.stringify(lock),
  "part/package.json": JSON.stringify({ name: "part", version: "1.0.0" }),
};
const old = ["package-lock.json", "part/package.json"];

verifies("repair.lockfile", "a dependency that the lockfile does not know", async () => {
  const repair = await repairInBox(lockfile, files, { old });
  expect(repair?.reasons).toEqual(["package-lock.json npm install --package-lock-only: it did not fit package.json (part)"]);
  expect(JSON.parse(repair!.edits.get("package-lock.json")!)).toMatchObject({
    packages: { "": { dependencies: { part: "file:part" } }, part: { version: "1.0.0" } },
  });
});

verifies("repair.lockfile", "a dependency that would have to be fetched stays for somebody who may", async () => {
  const manifest = JSON.stringify({ name: "app", version: "1.0.0", dependencies: { "never-heard-of-it": "1.0.0" } });
  expect(await repairInBox(lockfile, { ...files, "package.json": manifest }, { old })).toBeUndefined();
});

verifies("repair.lockfile", "a lockfile that fits", async () => {
  const manifest = JSON.stringify({ name: "app", version: "1.0.0" });
  expect(await repairInBox(lockfile, { ...files, "package.json": manifest }, { old })).toBeUndefined();
});
