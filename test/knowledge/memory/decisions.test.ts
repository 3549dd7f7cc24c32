import { symlinkSync } from "node:fs";
import { expect } from "vitest";
import { findDecisions, readDecision } from "../../../src/knowledge/memory/decisions.ts";
import { createWorkspace } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";

const nygard = (status: string) =>
  `# 7. Use SQLite\n\nDate: 2026-01-02\n\n## Status\n\n${status}\n\n## Context\n\nWe need one.\n\n## Decision\n\nWe use [SQLite](https://sqlite.org) in \`src/store.ts\`.\n\n## Consequences\n\nNone.\n`;

verifies("memory.decisions", async () => {
  await using workspace = await createWorkspace({
    files: {
      "src/store.ts": "",
      "src/net/a.ts": "",
      "docs/adr/0007-use-sqlite.md": nygard("Accepted"),
      "docs/adr/README.md": "# Decisions\n",
      "docs/adr/template.md": "# Title\n",
      "docs/adr/sub/0009-deep.md": "# ADR-9: Deep\n",
      "doc/architecture/decisions/0001-record.md":
        "# 1. Record decisions\n\n## Status\n\nAccepted\n\nSuperseded by [2. Other](0002-other.md)\n\n## Decision\n\nx\n",
      "docs/decisions/0003-madr2.md":
        '# Use plain proxies\n\n* Status: superseded by [ADR-0005](0005.md)\n* Deciders: a\n\n## Decision Outcome\n\nChosen option: "plain", see `src/net/`.\n',
      "docs/decisions/0004-madr4.md":
        "---\nstatus: deprecated\ndate: 2026-01-02\n---\n\n# Use YAML\n\n## Context and Problem Statement\n\nHow?\n\n## Decision Outcome\n\nYAML it is.\n",
      "docs/decisions/0005-none.md": "No heading here.\n",
      "notes/0001-other.md": "# Not a decision\n",
    },
  });
  symlinkSync(workspace.path("notes/0001-other.md"), workspace.path("docs/decisions/0006-link.md"));
  const found = findDecisions(workspace.root).map(({ path, title, status, isPast, decision, paths }) => ({
    path,
    title,
    status,
    isPast,
    decision,
    paths,
  }));
  expect(found).toEqual([
    {
      path: "docs/adr/0007-use-sqlite.md",
      title: "Use SQLite",
      status: "accepted",
      isPast: false,
      decision: "We use SQLite in src/store.ts.",
      paths: ["src/store.ts"],
    },
    { path: "docs/adr/sub/0009-deep.md", title: "Deep", status: "", isPast: false, decision: "", paths: [] },
    {
      path: "docs/decisions/0003-madr2.md",
      title: "Use plain proxies",
      status: "superseded by adr-0005",
      isPast: true,
      decision: 'Chosen option: "plain", see src/net/.',
      paths: ["src/net"],
    },
    { path: "docs/decisions/0004-madr4.md", title: "Use YAML", status: "deprecated", isPast: true, decision: "YAML it is.", paths: [] },
    {
      path: "doc/architecture/decisions/0001-record.md",
      title: "Record decisions",
      status: "superseded by 2. other",
      isPast: true,
      decision: "x",
      paths: [],
    },
  ]);
});

verifies("memory.decisions", "what has become of them", () => {
  const of = (text: string) => {
    const decision = readDecision("docs/adr/x.md", text, "/nowhere");
    return decision && [decision.status, decision.isPast];
  };
  expect([
    of(nygard("Proposed")),
    of(nygard("Accepted\n\nSupersedes [3. Files](0003.md)")),
    of(nygard("Rejected")),
    of(nygard("~~Accepted~~ Deprecated")),
    of("# T\n\n- **Status**: Accepted\n"),
    of("# T\n\n| Status | Superseded |\n"),
    of('---\ntitle: From the head\nstatus: "rejected"\n---\n\ntext'),
    of("# T\n\nThe status of this is unclear: superseded?\n"),
    of(""),
  ]).toEqual([
    ["proposed", false],
    ["accepted", false],
    ["rejected", true],
    ["deprecated", true],
    ["accepted", false],
    ["superseded", true],
    ["rejected", true],
    ["", false],
    undefined,
  ]);
});

verifies("memory.decisions", "data between the words, however long, takes no more time than words", () => {
  const long = 256 << 10;
  const texts = [
    `# T\n\n## Decision\n\n${"[".repeat(long)}`,
    `# T\n\n## Decision\n\n${"<!--".repeat(long / 4)}`,
    `# T\n\n${"a".repeat(long)}`,
    `# T\n\nstatus${"*".repeat(long)}`,
    `---\ntitle: T${" ".repeat(long)}x\n---\n`,
  ];
  const before = process.cpuUsage();
  expect(texts.map((text) => readDecision("docs/adr/x.md", text, "/nowhere")?.title)).toEqual(["T", "T", "T", "T", "T"]);
  const { user, system } = process.cpuUsage(before);
  // Microseconds; where a pattern goes over the rest of the text from each place in it, it is minutes.
  expect(user + system).toBeLessThan(5_000_000);
});
