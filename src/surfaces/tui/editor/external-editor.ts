import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FettleError } from "../../../contract/error.ts";
import type { Environment } from "../../../contract/provider.ts";

/**
 * Lets a person edit a text in `$VISUAL` or `$EDITOR`, which has the terminal meanwhile: the screen must be suspended. The file is private
 * and is removed. Returns the text without the newline that editors add at its end. Throws `usage.invalid` when there is no editor or it
 * fails: then the text is as it was.
 */
export async function editInEditor(text: string, env: Environment): Promise<string> {
  const editor = env["VISUAL"] || env["EDITOR"];
  if (!editor) throw new FettleError("usage.invalid", "No editor is set", { hint: "Set VISUAL or EDITOR, for example EDITOR=vim." });

  const folder = mkdtempSync(join(env["TMPDIR"] || tmpdir(), "fettle-prompt-"));
  try {
    // Editors colour what is named so.
    const file = join(folder, "prompt.md");
    writeFileSync(file, text, { mode: 0o600 });
    await run(editor, { file, env });
    const edited = readFileSync(file, "utf8");
    return edited.endsWith("\n") && !text.endsWith("\n") ? edited.slice(0, -1).replace(/\r$/, "") : edited;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The variables hold a command with its arguments, as a shell reads it. */
async function run(editor: string, { file, env }: { file: string; env: Environment }): Promise<void> {
  const child =
    process.platform === "win32"
      ? spawn(`${editor} "${file}"`, { shell: true, stdio: "inherit", env })
      : spawn("/bin/sh", ["-c", `${editor} "$1"`, "sh", file], { stdio: "inherit", env });
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  child.once("error", reject);
  child.once("exit", (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit ${code}`)));
  const failure = await promise;
  if (failure === undefined) return;
  throw new FettleError("usage.invalid", `The editor ended with ${failure}; the text is as it was`, {
    at: editor,
    hint: "Look whether VISUAL and EDITOR name a program that is installed.",
  });
}
