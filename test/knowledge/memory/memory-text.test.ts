import { expect } from "vitest";
import { type Memory, toName } from "../../../src/knowledge/memory/memory.ts";
import { formatMemory, parseMemory } from "../../../src/knowledge/memory/memory-text.ts";
import { fc } from "../../properties.ts";
import { verifies } from "../../verifies.ts";

const at = "2026-01-02T03:04:05.678Z";
const plain: Memory = { title: "One", body: "Two.", by: "person", created: at, updated: at, paths: [] };

verifies("memory.file", () => {
  const memory: Memory = {
    title: "The build needs Node 24",
    body: "See `package.json`.\n\n- one\n- two",
    by: "model",
    provenance: { thread: "1m7xe39s695q2r2", item: "call-1", event: 41, receipt: "receipt-7" },
    created: at,
    updated: at,
    paths: [
      { path: "package.json", hash: "a".repeat(64) },
      { path: 'odd "name": x.ts', hash: null },
    ],
  };
  const text = formatMemory(memory);
  expect(text).toBe(
    `---\nby: model\nthread: 1m7xe39s695q2r2\nitem: call-1\nevent: 41\nreceipt: receipt-7\ncreated: ${at}\nupdated: ${at}\npaths:\n  - ${"a".repeat(64)} package.json\n  - "none odd \\"name\\": x.ts"\n---\n\n# The build needs Node 24\n\nSee \`package.json\`.\n\n- one\n- two\n`,
  );
  expect(parseMemory(text)).toEqual(memory);
  expect(parseMemory(text.replaceAll("\n", "\r\n"))).toEqual(memory);
});

verifies("memory.file", "whatever is in it", () => {
  const line = fc.string({ unit: "binary" });
  const lines = fc.array(fc.oneof(line, fc.constantFrom("---", "# x", "by: person", "paths:", "  - none /etc", "", "```")), {
    maxLength: 6,
  });
  const path = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
  fc.assert(
    fc.property(line, lines, fc.array(path, { maxLength: 3 }), line, (title, body, paths, workspace) => {
      const memory: Memory = {
        ...plain,
        title: `t${title}`,
        body: body.join("\n"),
        by: "model",
        workspace,
        paths: paths.map((one) => ({ path: one, hash: null })),
      };
      const read = parseMemory(formatMemory(memory));
      // A path that leads elsewhere makes the file unreadable, and nothing else does.
      if ("problem" in read) {
        expect(read.problem).toContain("is no path");
        return;
      }
      expect({ by: read.by, provenance: read.provenance, scope: read.scope, paths: read.paths }).toEqual({
        by: "model",
        provenance: undefined,
        scope: undefined,
        paths: memory.paths,
      });
    }),
  );
});

verifies("memory.file", "by hand, and what is wrong with others", () => {
  const told = (text: string) => {
    const read = parseMemory(text);
    return "problem" in read ? read.problem : [read.title, read.body];
  };
  expect(
    [
      "# Use tabs\n\nBecause.\n",
      "Use tabs\nBecause.",
      "---\n---\n# Use tabs",
      "---\nby: person\n# Use tabs",
      "---\nby: person\nby: model\n---\n# x",
      "---\nrun: rm -rf\n---\n# x",
      "---\nscripts:\n  - a\n---\n# x",
      `---\npaths:\n  - none ../x\n---\n# x`,
      "",
      "# \n",
      `# x\n${"y".repeat(8001)}`,
    ].map(told),
  ).toEqual([
    ["Use tabs", "Because."],
    ["Use tabs", "Use tabs\nBecause."],
    ["Use tabs", ""],
    "its head does not end",
    '"by: model" is not what a head holds',
    ["x", ""],
    '"  - a" is not what a head holds',
    '"- none ../x" is no path with a hash',
    "it says nothing",
    "it says nothing",
    "it is longer than 8000 characters",
  ]);
});

verifies("memory.file", "a name for any title", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (title) => {
      expect(toName(title, () => false)).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);
    }),
  );
  const taken = new Set(["use-tabs", "use-tabs-2"]);
  expect(toName("Use: Tabs!", (name) => taken.has(name))).toBe("use-tabs-3");
});
