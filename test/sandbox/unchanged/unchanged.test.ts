/** That nobody has to know of the box. */
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { run } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";
import { jsonLines } from "../json-lines.ts";
import { unprivileged } from "../ordinary-user.ts";
import { works } from "./works.ts";

const isRoot = process.getuid?.() === 0;
const modules = resolve(import.meta.dirname, "../../../node_modules");
const all = works(modules);

async function workAs(...become: string[]): Promise<unknown[]> {
  const program = [process.execPath, join(import.meta.dirname, "processes/work-all.ts"), modules];
  const { stdout, stderr } = await run([...become, ...program], { cwd: "/", timeoutMs: 280_000 });
  return jsonLines(stdout, stderr);
}

const done = all.map(({ name, status }) => {
  return { name, ready: true, exitCode: 0, output: true, held: [], inside: status, outside: status, whole: "" };
});

verifies("sandbox.unchanged", "git, worktrees, dev servers, vite, node --test, vitest, pytest", async () => {
  expect(await workAs()).toEqual(done);
});

verifies("sandbox.unchanged", "as an ordinary user", async () => {
  const worked = await workAs(...unprivileged);

  // What somebody has in their own home, that user does not have.
  const missing = all.map(({ name, needs }) => ({ name, missing: needs }));
  expect(worked).toEqual(done.map((one, n) => (isRoot && missing[n]?.missing !== undefined ? expect.toBeOneOf([one, missing[n]]) : one)));
});
