/**
 * Writes the static index of each plug-in folder (`index.gen.ts`), so that nothing scans directories at start
 * and nothing is loaded before it is used; then the tables of the documentation. `--check` writes nothing and fails when a file is stale.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod";

interface Folder {
  path: string;
  /** Type of an entry of the index, and the module it comes from. */
  type: string;
  module: string;
  /** The fields that are known without loading the plug-in. */
  describe(plugin: Record<string, unknown>): Record<string, unknown>;
}

const pick =
  (...names: string[]) =>
  (plugin: Record<string, unknown>) =>
    Object.fromEntries(names.filter((name) => plugin[name] !== undefined).map((name) => [name, plugin[name]]));

function describeTool(plugin: Record<string, unknown>): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(plugin["input"] as z.ZodType, { io: "input" });
  return { ...pick("name", "summary", "effect", "edits", "asks")(plugin), schema };
}

const folders: Folder[] = [
  { path: "tools", type: "ToolEntry", module: "contract/tool.ts", describe: describeTool },
  {
    path: "models/providers",
    type: "ProviderEntry",
    module: "contract/provider.ts",
    describe: pick("name", "title", "env", "keyless", "local", "rank", "example"),
  },
  {
    path: "sandbox/backends",
    type: "SandboxEntry",
    module: "contract/backend.ts",
    describe: pick("name", "rank", "confined", "declared", "experimental", "platforms"),
  },
  { path: "policy/rules", type: "PolicyEntry", module: "contract/policy.ts", describe: pick("name") },
  { path: "context/sources", type: "SourceEntry", module: "contract/source.ts", describe: pick("name", "order") },
  { path: "verify/checks", type: "CheckEntry", module: "contract/check.ts", describe: pick("name") },
  { path: "verify/counts", type: "CounterEntry", module: "contract/counter.ts", describe: pick("name", "marks") },
  { path: "verify/tampering/detectors", type: "DetectorEntry", module: "verify/tampering/detector.ts", describe: pick("name") },
  {
    path: "knowledge/languages",
    type: "LanguageEntry",
    module: "knowledge/language.ts",
    describe: pick("name", "endings", "letters", "scope"),
  },
  { path: "repair/repairers", type: "RepairerEntry", module: "contract/repairer.ts", describe: pick("name") },
  { path: "surfaces/commands", type: "SurfaceEntry", module: "contract/surface.ts", describe: pick("name", "summary") },
  {
    path: "surfaces/tui/commands",
    type: "SlashCommandEntry",
    module: "surfaces/tui/app/slash-command.ts",
    describe: pick("name", "summary", "argument", "duringTurn"),
  },
];

const src = resolve(import.meta.dirname, "../src");

async function render(folder: Folder): Promise<string> {
  const directory = join(src, folder.path);
  const files = existsSync(directory) ? readdirSync(directory).filter((file) => file.endsWith(".ts") && !file.endsWith(".gen.ts")) : [];
  const entries: string[] = [];
  for (const file of files.sort()) {
    const { default: plugin } = (await import(pathToFileURL(join(directory, file)).href)) as { default?: Record<string, unknown> };
    if (plugin === undefined) throw new Error(`${relative(src, join(directory, file))}: a plug-in file must have a default export`);
    const facts = JSON.stringify(folder.describe(plugin));
    entries.push(`  { ...${facts}, load: () => import("./${basename(file)}") },`);
  }
  const up = "../".repeat(folder.path.split("/").length);
  return [
    "// Written by `npm run gen` from the files of this folder. Do not edit.",
    `import type { ${folder.type} } from "${up}${folder.module}";`,
    "",
    `export const entries: readonly ${folder.type}[] = [`,
    ...entries,
    "];",
    "",
  ].join("\n");
}

const check = process.argv.includes("--check");
let stale = 0;

function put(target: string, text: string): void {
  if (existsSync(target) && readFileSync(target, "utf8") === text) return;
  if (check) {
    stale++;
    console.error(`${relative(process.cwd(), target)} is stale: run \`npm run gen\``);
  } else {
    writeFileSync(target, text);
    console.log(`wrote ${relative(process.cwd(), target)}`);
  }
}

for (const folder of folders) if (existsSync(join(src, folder.path))) put(join(src, folder.path, "index.gen.ts"), await render(folder));

// After the indexes, which some tables are made of.
const { withTables } = await import("./doc-tables.ts");
const docs = resolve(src, "../docs");
for (const file of readdirSync(docs).filter((name) => name.endsWith(".md"))) {
  const page = join(docs, file);
  put(page, withTables(readFileSync(page, "utf8")));
}
process.exitCode = stale > 0 ? 1 : 0;
