import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import type { FettleError } from "../../../../src/contract/error.ts";
import { editInEditor } from "../../../../src/surfaces/tui/editor/external-editor.ts";
import { verifies } from "../../../verifies.ts";

const folder = mkdtempSync(join(tmpdir(), "fettle-editor-"));
const temporary = join(folder, "tmp");
mkdirSync(temporary);
afterAll(() => rmSync(folder, { recursive: true }));

/** An editor of this script, which gets the file as `$1` after `--wait`. */
function editorOf(script: string): Record<string, string | undefined> {
  const file = join(mkdtempSync(join(folder, "of ")), "my editor");
  writeFileSync(file, `#!/bin/sh\n[ "$1" = --wait ] && shift\n${script}\n`);
  chmodSync(file, 0o755);
  return { ...process.env, TMPDIR: temporary, VISUAL: `'${file}' --wait`, EDITOR: "false" };
}

verifies("editor.external", "the text goes to the editor and comes back; the file is private and gone", async () => {
  const seen = join(folder, "seen");
  const env = editorOf(`{ cat "$1"; echo; stat -c %a "$1" "$(dirname "$1")"; } > '${seen}'; printf 'new\\ntext\\n' > "$1"`);
  const edited = await editInEditor("it's\nold", env);

  expect({ edited, seen: readFileSync(seen, "utf8"), left: readdirSync(temporary) }).toEqual({
    edited: "new\ntext",
    seen: "it's\nold\n600\n700\n",
    left: [],
  });
});

verifies("editor.external", "a newline that was at the end stays", async () => {
  expect(await editInEditor("a\n", editorOf(":"))).toBe("a\n");
});

verifies("editor.external", "an editor that fails, is not there or is not set is told, and leaves nothing", async () => {
  const environments = [
    editorOf(`echo changed > "$1"; exit 3`),
    editorOf("kill -TERM $$"),
    { ...process.env, TMPDIR: temporary, VISUAL: "", EDITOR: "/nowhere/editor 2>/dev/null" },
    { ...process.env, TMPDIR: temporary, VISUAL: undefined, EDITOR: undefined },
  ];
  const errors = await Promise.all(
    environments.map((env) => editInEditor("text", env).catch((error: FettleError) => [error.message, error.hint !== undefined])),
  );

  expect({ errors, left: readdirSync(temporary) }).toEqual({
    errors: [
      ["The editor ended with exit 3; the text is as it was", true],
      [expect.stringMatching(/^The editor ended with (?:SIGTERM|exit 143); the text is as it was$/), true],
      ["The editor ended with exit 127; the text is as it was", true],
      ["No editor is set", true],
    ],
    left: [],
  });
});
