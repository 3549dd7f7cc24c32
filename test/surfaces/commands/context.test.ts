import { expect } from "vitest";
import type { ContextReport } from "../../../src/surfaces/support/context-report.ts";
import { reply } from "../../../src/testing/index.ts";
import { setStage, type Stage } from "../../e2e/harness.ts";
import { verifies } from "../../verifies.ts";

const files = { "AGENTS.md": "Write tests first.\n", "long.txt": "a line of a long file\n".repeat(500) };
const settings =
  '[models."anthropic/claude-opus-5-5"]\ninput_usd = 2\noutput_usd = 10\ncache_read_usd = 0.5\ncontext_tokens = 50000\nmax_output_tokens = 8000\n';
const counted = { input: 5000, output: 20 };

async function withThread(): Promise<Stage> {
  const stage = await setStage({
    files,
    replies: [
      reply().text("Reading.").tool("read", { path: "long.txt" }).usage({ input: 1000, output: 20 }),
      reply().tool("list", { path: "." }).usage(counted),
      reply().text("Done.").usage({ input: 5100, output: 20 }),
    ],
  });
  return stage;
}

verifies("compaction.context", async () => {
  await using stage = await withThread();
  const env = { FETTLE_CONFIG: settings };
  await stage.inShell(`mkdir -p ~/.fettle && printf '%s' "$FETTLE_CONFIG" > ~/.fettle/config.toml`, [], { env });
  await stage.exec(["read it", "--check", "true"]);
  const report = JSON.parse((await stage.fettle(["context", "--json"])).stdout) as ContextReport;
  const { parts, largestResults, window, tokens, usd, cachedUsd } = report;
  // What the provider has counted is what the pieces come to, with the little that was said since.
  expect(Math.abs(parts.reduce((sum, part) => sum + part.tokens, 0) - tokens)).toBeLessThan(parts.length);
  expect(tokens).toBeGreaterThan(4600);
  expect(tokens).toBeLessThan(5400);
  expect({ usd, cachedUsd }).toEqual({ usd: (tokens * 2) / 1e6, cachedUsd: (tokens * 0.5) / 1e6 });
  expect(window).toEqual({ tokens: 50_000, forReply: 8000, free: 42_000 - tokens });
  expect(parts.filter(({ kind }) => kind === "instructions").map(({ name }) => name)).toContain("AGENTS.md");
  expect(parts.filter(({ kind }) => kind === "results").map(({ name, count }) => [name, count])).toEqual([
    ["read", 1],
    ["list", 1],
  ]);
  expect(largestResults[0]).toMatchObject({ name: "read", input: '{"path":"long.txt"}' });
  expect(largestResults[0]!.tokens).toBeGreaterThan(tokens / 2);

  const { stdout } = await stage.fettle(["context", "last"]);
  expect(stdout.split("\n")[0]).toMatch(
    /^[45],\d{3} tokens in the next request of 50,000, 1\d % · \$0\.0\d+ to send, \$0\.00\d+ from the provider's cache$/,
  );
  for (const label of ["tools (", "prompts and notes", "results (2)", "  read", "kept free for the reply", "free", "largest results"])
    expect(stdout).toContain(label);
});
