import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect } from "vitest";
import { createWorkspace, reply, run, startModelServer, type Reply, type Workspace } from "../../src/testing/index.ts";
import { main, root, toServer } from "../surfaces/fettle.ts";
import { verifies } from "../verifies.ts";
import { type Page, prints, readPages } from "./page.ts";

const end = "\u0001";

function toReply(line: string): Reply {
  const [, tool, input] = /^(\w+) (\{.*\})$/.exec(line) ?? [];
  return tool === undefined ? reply().text(line) : reply().tool(tool, JSON.parse(input!) as Record<string, unknown>);
}

/** Makes `fettle` a program; returns the folder for PATH. */
function install(home: Workspace): string {
  const bin = home.path("bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "fettle"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(bin, "fettle"), 0o755);
  return bin;
}

/** Writes what a project that installed the package would have, over the source. */
async function installPackage(workspace: Workspace): Promise<void> {
  const exports = { ".": "index.ts", "./testing": "testing/index.ts", "./protocol": "contract/protocol.ts" };
  for (const [path, file] of Object.entries(exports)) {
    const target = JSON.stringify(join(root, "src", file));
    await workspace.write(`node_modules/fettle${path.slice(1)}/index.js`, `export * from ${target};\n`);
  }
  const paths = Object.fromEntries(Object.keys(exports).map((path) => [path, `.${path.slice(1)}/index.js`]));
  await workspace.write("node_modules/fettle/package.json", JSON.stringify({ name: "fettle", type: "module", exports: paths }));
}

async function tell({ files, replies, commands }: Page): Promise<{ line: number; output: string; as: string }[]> {
  await using home = await createWorkspace();
  await using workspace = await createWorkspace();
  for (const [file, content] of Object.entries(files))
    await (file.startsWith("~/") ? home.write(file.slice(2), content) : workspace.write(file, content));
  const bin = install(home);
  if (Object.keys(files).some((file) => file.endsWith(".ts") || file.endsWith(".mjs"))) await installPackage(workspace);
  await using model = await startModelServer(...replies.map(toReply));
  const nobody = "http://127.0.0.1:1";
  const env = {
    HOME: home.root,
    TMPDIR: home.root,
    PATH: [bin, join(process.execPath, ".."), process.env["PATH"]].join(delimiter),
    OLLAMA_BASE_URL: nobody,
    LMSTUDIO_BASE_URL: nobody,
    LLAMACPP_BASE_URL: nobody,
    VLLM_BASE_URL: nobody,
    ...(replies.length > 0 && toServer(model)),
  };
  // Each command's end is marked, with its exit code, which the next one can still ask for.
  const script = commands.map(({ command }) => `${command}\n__s=$?; printf '%s${end}' "$__s"; (exit "$__s")`).join("\n");
  const { stdout } = await run(["bash", "--norc", "-c", `exec 2>&1\n${script}`], { cwd: workspace.root, env, timeoutMs: 280_000 });
  const outputs = stdout.split(end);
  return commands
    .map((command, index) => ({ command, told: /^([^]*?)(\d+)$/.exec(outputs[index] ?? "") }))
    .filter(({ command, told }) => told === null || (command.prints.length === 0 ? told[2] !== "0" : !prints(command, told[1]!)))
    .map(({ command, told }) => ({ line: command.line, output: told?.[1] ?? "", as: command.prints.join("\n") }));
}

for (const page of readPages().filter(({ commands }) => commands.length > 0)) {
  verifies("docs.examples-run", page.file, async () => {
    expect(await tell(page)).toEqual([]);
  });
}

verifies("docs.examples-run", "what a page says is held against what is printed", () => {
  const says = (...lines: string[]) => ({ line: 1, command: "x", prints: lines });
  const told = [
    prints(says("a", "…", "d"), "a\nb\nc\nd\n"),
    prints(says("a (…)"), "a (b)\n"),
    prints(says("a"), "a\nb\n"),
    prints(says("…", "c"), "a\nb\n"),
    prints(says("a.c"), "abc\n"),
  ];
  expect(told).toEqual([true, true, false, false, false]);
});
