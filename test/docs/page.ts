/**
 * What of a page can be run. A page is one story, in one folder:
 *
 * - a block ```` ```json file=a/b.json ```` is a file that is there before anything runs; `file=~/…` lies in the home;
 * - a comment `<!-- model` … `-->` holds the model's replies, one a line: `tool {"json": "arguments"}` is a call, all else is text;
 * - a block ```` ```sh run ```` holds commands after `$ ` and what they print. A line `…` stands for any lines, `…` in a line for any text.
 *   A command that shows nothing must succeed.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

export interface Command {
  line: number;
  command: string;
  prints: string[];
}

export interface Page {
  /** Relative to the repository. */
  file: string;
  text: string;
  files: Readonly<Record<string, string>>;
  replies: string[];
  commands: Command[];
}

export function readPages(): Page[] {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((file) => join("docs", file));
  const pages = ["README.md", "CONTRIBUTING.md", "AGENTS.md", "GLOSSARY.md", "CHANGELOG.md", ...docs].filter((file) =>
    file.endsWith(".md"),
  );
  return pages.sort().map((file) => readPage(relative(root, join(root, file))));
}

function readPage(file: string): Page {
  const text = readFileSync(join(root, file), "utf8");
  const page: Page = { file, text, files: {}, replies: [], commands: [] };
  for (const { info, body, line } of blocks(text)) {
    const name = /\bfile=(\S+)/.exec(info)?.[1];
    if (name !== undefined) page.files = { ...page.files, [name]: `${body.join("\n")}\n` };
    if (/^sh run\b/.test(info)) page.commands.push(...commandsIn(body, line));
  }
  for (const [, replies] of text.matchAll(/^<!-- model\n([^]*?)^-->$/gm)) page.replies.push(...replies!.trim().split("\n"));
  return page;
}

function* blocks(text: string): Generator<{ info: string; body: string[]; line: number }> {
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const [, fence, info] = /^(`{3,})(.*)$/.exec(lines[index]!) ?? [];
    if (fence === undefined) continue;
    const end = lines.indexOf(fence, index + 1);
    yield { info: info!, body: lines.slice(index + 1, end), line: index + 2 };
    index = end;
  }
}

function commandsIn(body: readonly string[], first: number): Command[] {
  const commands: Command[] = [];
  for (const [index, line] of body.entries()) {
    if (line.startsWith("$ ")) commands.push({ line: first + index, command: line.slice(2), prints: [] });
    else commands.at(-1)?.prints.push(line);
  }
  return commands;
}

/** Whether a command printed what the page says. */
export function prints({ prints: lines }: Command, output: string): boolean {
  const pattern = lines.map((line) =>
    line.trim() === "…" ? "(?:.*\\n)*?" : `${line.trimEnd().split("…").map(escapePattern).join(".*")}[ \\t]*\\n`,
  );
  return new RegExp(`^${pattern.join("")}$`).test(output === "" || output.endsWith("\n") ? output : `${output}\n`);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
