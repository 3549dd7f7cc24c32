import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect } from "vitest";
import { readClipboardImage } from "../../../../src/surfaces/tui/editor/clipboard-image.ts";
import { verifies } from "../../../verifies.ts";

const folder = mkdtempSync(join(tmpdir(), "fettle-clipboard-"));
const workspace = join(folder, "workspace");
const programs = join(folder, "bin");
mkdirSync(workspace);
mkdirSync(programs);
const path = process.env["PATH"];
afterAll(() => {
  process.env["PATH"] = path;
  rmSync(folder, { recursive: true });
});

function program(place: string, name: string, script: string): void {
  writeFileSync(join(place, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(place, name), 0o755);
}

program(programs, "xclip", `[ "$*" = "-selection clipboard -target image/png -out" ] && printf '\\211PNG of X11'`);
program(programs, "wl-paste", `echo 'Clipboard content is not available as image/png' >&2; exit 1`);
process.env["PATH"] = [programs, path].join(delimiter);

verifies("editor.clipboard", "from X11, as bytes", async () => {
  const image = await readClipboardImage({ env: { ...process.env, DISPLAY: ":0" }, platform: "linux", workspace });

  expect(image.toString("latin1")).toBe("\u0089PNG of X11");
});

verifies("editor.clipboard", "no image, no program, no desktop: each is told with what to do", async () => {
  const asked = [
    { env: { ...process.env, WAYLAND_DISPLAY: "wayland-0" }, platform: "linux", workspace },
    { env: process.env, platform: "darwin", workspace },
    { env: { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined }, platform: "linux", workspace },
  ] as const;
  const errors = await Promise.all(asked.map((options) => readClipboardImage(options).catch((error: unknown) => error)));

  expect(errors.map((error) => ({ ...(error as object), message: (error as Error).message }))).toMatchObject([
    { code: "usage.invalid", message: "The clipboard has no image", hint: "Copy an image, or paste the path of an image file." },
    { message: "The clipboard cannot be read: there is no pngpaste", hint: expect.stringContaining("brew install pngpaste") as string },
    { message: "The clipboard cannot be read from here", hint: expect.stringContaining("Paste the path") as string },
  ]);
});

verifies("editor.clipboard", "a program that lies in the workspace is not run, by whatever link it is reached", async () => {
  program(workspace, "pngpaste", "printf planted");
  const elsewhere = join(folder, "elsewhere");
  mkdirSync(elsewhere);
  symlinkSync(join(workspace, "pngpaste"), join(elsewhere, "pngpaste"));
  process.env["PATH"] = [workspace, elsewhere, path].join(delimiter);
  const options = { env: process.env, platform: "darwin" } as const;

  const planted = await readClipboardImage({ ...options, workspace }).catch((error: unknown) => (error as Error).message);
  // Where it is no part of the workspace it would have been run.
  const control = await readClipboardImage({ ...options, workspace: programs });
  expect([planted, control.toString()]).toEqual(["The clipboard cannot be read: there is no pngpaste", "planted"]);
});
