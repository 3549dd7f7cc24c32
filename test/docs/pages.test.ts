import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect } from "vitest";
import { errorCodes } from "../../src/contract/error.ts";
import { settings } from "../../src/config/settings.ts";
import { withTables } from "../../scripts/doc-tables.ts";
import { entries } from "../../src/surfaces/commands/index.gen.ts";
import { root } from "../surfaces/fettle.ts";
import { verifies } from "../verifies.ts";
import { readPages } from "./page.ts";

const pages = readPages();
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** The anchor that a heading gets. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

function deadLinks(file: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\((?!https?:)([^)\s]*)\)/g)].map(([, target]) => target!);
  return targets
    .filter((target) => {
      const [path = "", anchor] = target.split("#");
      const to = path === "" ? file : normalize(join(dirname(file), path));
      if (!existsSync(join(root, to))) return true;
      return anchor !== undefined && !anchors(read(to)).includes(anchor);
    })
    .map((target) => `${file}: ${target}`);
}

verifies("docs.links-lead", () => {
  expect(pages.flatMap(({ file, text }) => deadLinks(file, text))).toEqual([]);
  // Positive control.
  expect(deadLinks("README.md", "[a](docs/none.md) [b](README.md#nowhere) [c](#nor-here)")).toHaveLength(3);
});

verifies("docs.links-lead", "every page is linked from the README or a page that is", () => {
  const reached = new Set(["README.md"]);
  for (const file of reached)
    for (const [, target] of read(file).matchAll(/\]\((?!https?:)([^)#\s]+)/g)) {
      const to = normalize(join(dirname(file), target!));
      if (to.endsWith(".md") && existsSync(join(root, to))) reached.add(to);
    }
  expect(pages.map(({ file }) => file).filter((file) => !reached.has(file))).toEqual([]);
});

verifies("docs.tables-current", () => {
  const stale = pages.filter(({ text }) => withTables(text) !== text).map(({ file }) => file);
  expect(stale).toEqual([]);
});

verifies("docs.settings-complete", () => {
  const all = pages.map(({ text }) => text).join("\n");
  const names = [...Object.keys(settings), ...Object.keys(errorCodes), ...entries.map(({ name }) => `fettle ${name}`)];
  expect(names.filter((name) => !all.includes(`\`${name}`))).toEqual([]);
});

verifies("docs.tree-true", () => {
  const text = read("AGENTS.md");
  const named = [...text.matchAll(/`((?:src|test|scripts|bench|docs|examples)\/[\w./-]+)`/g)].map(([, path]) => path!);
  const inSrc = [...text.matchAll(/`((?:agent|context|models|policy|repair|sandbox|surfaces|tools|verify|log)\/[\w./-]*)`/g)].map(
    ([, path]) => `src/${path!}`,
  );
  expect([...named, ...inSrc].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const tree = /^```\nsrc\/\n([^]*?)^```$/m.exec(text)![1]!;
  const folders = readdirSync(join(root, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(root, "src", entry.name)).length > 0)
    .map(({ name }) => name);
  const drawn = [...tree.matchAll(/^ {2}(\w+)\/ /gm)].map(([, name]) => name!);
  expect(drawn.toSorted()).toEqual(folders.sort());
});
