import { expect } from "vitest";
import { mendMarkers } from "../../src/repair/merge-markers.ts";
import { verifies } from "../verifies.ts";
import { makeWorkspace } from "../verify/workspace.ts";

async function settle(text: string): Promise<string | undefined> {
  using workspace = makeWorkspace({ "a.ts": text });
  return (await mendMarkers({ files: workspace.files, changed: ["a.ts"], onProgress: () => {} }))?.edits.get("a.ts");
}

const conflict = (ours: string, theirs: string, base?: string): string =>
  `top\n<<<<<<< HEAD\n${ours}${base === undefined ? "" : `||||||| merged\n${base}`}=======\n${theirs}>>>>>>> other\nend\n`;

verifies("repair.merge-markers", "both sides did the same", async () => {
  expect(await settle(conflict("same\n", "same\n"))).toBe("top\nsame\nend\n");
});

verifies("repair.merge-markers", "one side did nothing", async () => {
  expect([await settle(conflict("old\n", "new\n", "old\n")), await settle(conflict("", "old\n", "old\n"))]).toEqual([
    "top\nnew\nend\n",
    "top\nend\n",
  ]);
});

verifies("repair.merge-markers", "both sides import something", async () => {
  const [a, b, c] = ['import { a } from "./a.ts";\n', 'import { b } from "./b.ts";\n', 'import { c } from "./c.ts";\n'];
  expect(await settle(conflict(`${a}${b}`, `${a}${c}`, a))).toBe(`top\n${a}${b}${c}end\n`);
});

verifies("repair.merge-markers", "the rest stays, and is counted", async () => {
  using workspace = makeWorkspace({ "a.ts": conflict("same\n", "same\n") + conflict("mine\n", "yours\n") });
  const repair = await mendMarkers({ files: workspace.files, changed: ["a.ts"], onProgress: () => {} });
  expect({ reasons: repair?.reasons, before: repair?.before.length, after: repair?.after.map(({ line }) => line) }).toEqual({
    reasons: ["a.ts:2 keep what both sides say (unfinished merge)"],
    before: 2,
    after: [9],
  });
});

const kept: [what: string, text: string][] = [
  ["two things that differ", conflict("mine\n", "yours\n")],
  ["two things that differ from where they come from", conflict("mine\n", "yours\n", "old\n")],
  ["two imports of one name", conflict('import { a } from "./a.ts";\n', 'import { a } from "./b.ts";\n')],
  ["a marker that is none", "<<<<<<< is how a conflict begins\nend\n"],
  ["a conflict in a conflict", "<<<<<<< HEAD\n<<<<<<< HEAD\na\n=======\na\n>>>>>>> b\n=======\na\n>>>>>>> b\n"],
];

for (const [what, text] of kept) {
  verifies("repair.merge-markers-kept", what, async () => {
    expect(await settle(text)).toBeUndefined();
  });
}
