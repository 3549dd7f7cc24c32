import { expect } from "vitest";
import { isInterpreter } from "../../../src/policy/shell/interpreters.ts";
import { isWrapper } from "../../../src/policy/shell/wrappers.ts";
import { verifies } from "../../verifies.ts";

const words = (text: string) => text.split(" ");

verifies("shell.interpreters", "A27 rules that are never stored", () => {
  const always =
    "sh -c|bash|busybox|busybox sh|npx|npx -y|npx tsc|python -c|python3|python3.12 -|python -m|node|node -e|deno eval|bun x|perl -e|ruby|eval|source|.|xargs|find|awk|sed|env|sudo|ssh host|docker run|uv run|uvx x|npm exec|pnpm dlx|yarn dlx x|make|tsx|/usr/bin/python3 -c|./sh".split(
      "|",
    );
  expect(always.filter((text) => !isInterpreter(words(text)) && !isWrapper([...words(text), "x"]))).toEqual([]);
  expect(isInterpreter([null])).toBe(true);
});

verifies("shell.interpreters", "rules that name what runs may be stored", () => {
  const fine = "npm test|npm run build|git status|git|python manage.py test|node scripts/gen.mjs|cargo test|go test|pytest|ls|tsc -p".split(
    "|",
  );
  expect(fine.filter((text) => isInterpreter(words(text)))).toEqual([]);
});

verifies("shell.interpreters", "wrappers are those that start a program among their words", () => {
  expect("env ls|timeout 5 ls|nice ls|sudo ls|npx tsc|uv run x|command ls".split("|").filter((text) => !isWrapper(words(text)))).toEqual(
    [],
  );
  expect("env|timeout 5|ls|npm test|uv sync|command -v ls|git status".split("|").filter((text) => isWrapper(words(text)))).toEqual([]);
});
