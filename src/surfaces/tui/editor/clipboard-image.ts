import { execFile } from "node:child_process";
import { FettleError } from "../../../contract/error.ts";
import type { Environment } from "../../../contract/provider.ts";
import { findProgram } from "../../../lib/program.ts";

export interface ClipboardOptions {
  env: Environment;
  platform: NodeJS.Platform;
  /** A real path; no program that lies in it is run. */
  workspace: string;
}

/** Bytes of an image; more than any provider takes. */
const MAX_BYTES = 32 * 1024 * 1024;
const TIMEOUT_MS = 10_000;

interface Way {
  program: string;
  args: readonly string[];
  /** What brings the program, for who does not have it. */
  install: string;
}

/**
 * The PNG image in the clipboard. Terminals paste text alone, so that a program of the desktop has to be asked. Throws `usage.invalid`
 * when there is no such program or no image; the hint says what to do.
 */
export async function readClipboardImage({ env, platform, workspace }: ClipboardOptions): Promise<Buffer> {
  const { program, args, install } = wayOn(platform, env);
  const found = findProgram(program, workspace);
  if (found === undefined)
    throw new FettleError("usage.invalid", `The clipboard cannot be read: there is no ${program}`, {
      hint: `Install ${install}, or paste the path of an image file.`,
    });
  const image = await output(found, args, env);
  if (image === undefined || image.length === 0)
    throw new FettleError("usage.invalid", "The clipboard has no image", { hint: "Copy an image, or paste the path of an image file." });
  return image;
}

function wayOn(platform: NodeJS.Platform, env: Environment): Way {
  if (platform === "darwin") return { program: "pngpaste", args: ["-"], install: "pngpaste (brew install pngpaste)" };
  if (env["WAYLAND_DISPLAY"]) return { program: "wl-paste", args: ["--no-newline", "--type", "image/png"], install: "wl-clipboard" };
  if (env["DISPLAY"]) return { program: "xclip", args: ["-selection", "clipboard", "-target", "image/png", "-out"], install: "xclip" };
  throw new FettleError("usage.invalid", "The clipboard cannot be read from here", {
    hint: "Paste the path of an image file; over SSH, copy the file to this machine first.",
  });
}

/** Undefined when it fails, as these programs do when the clipboard has something else. */
function output(program: string, args: readonly string[], env: Environment): Promise<Buffer | undefined> {
  const options = { env, encoding: "buffer", maxBuffer: MAX_BYTES, timeout: TIMEOUT_MS } as const;
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout) => resolve(error === null ? stdout : undefined));
  });
}
