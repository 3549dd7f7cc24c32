import { expect } from "vitest";
import { findContract } from "../../src/verify/contract.ts";
import { verifies } from "../verifies.ts";
import { readRealProjects } from "./real-projects.ts";
import { makeWorkspace } from "./workspace.ts";

const projects = readRealProjects();

for (const { name, files, expected } of projects) {
  verifies("verify.contract-real-projects", name, async () => {
    using workspace = makeWorkspace(files);
    const unread: string[] = [];
    const checks = await findContract(workspace.files, { given: [], onUnread: ({ at }) => unread.push(at) });
    const found = checks.map(({ proves, argv, cwd, from }) => `${proves} | ${argv.join(" ")}${cwd === "." ? "" : ` in ${cwd}`} | ${from}`);
    expect({ found, unread }).toEqual({ found: expected, unread: [] });
  });
}

verifies("verify.contract-real-projects", "they are many, of many kinds, and may be shown", () => {
  const kinds = new Set(projects.flatMap(({ expected }) => expected.map((line) => line.split(" | ")[1]!.split(" ")[0]!)));
  expect(projects.length).toBeGreaterThanOrEqual(40);
  expect(kinds.size).toBeGreaterThanOrEqual(12);
  expect(projects.filter(({ source, licence }) => source === "" || licence === "").map(({ name }) => name)).toEqual([]);
});
