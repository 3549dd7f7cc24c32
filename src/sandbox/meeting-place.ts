import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, chownSync, closeSync, constants, fchownSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import type { Identity } from "./identity.ts";

const BATCH = 32;

/** Both ends of a pipe. */
export interface Pipe {
  reader: Socket;
  /** For the command; to be closed when it has it. */
  writer: number;
}

/** A private folder of the harness whose files have no name any more when a command gets to see them. */
export interface MeetingPlace {
  /**
   * A named pipe and not a socket, as Node would give it, because a program may open `/dev/stdout` again, which a socket refuses.
   * Made in batches, because making one costs a process.
   */
  pipe(): Promise<Pipe>;
  /** A descriptor at the beginning of a file with that content. */
  file(content: string | Uint8Array): number;
  /** Makes pipes for the next commands. */
  prepare(): Promise<void>;
  /** Waits for pipes that are being made. */
  close(): Promise<void>;
}

export interface MeetingPlaceOptions {
  parent: string;
  /** Absolute path of the program. */
  mkfifo: string;
  /** Who commands run as, when not as the harness: they may open their streams again. */
  identity: Identity | undefined;
}

export function openMeetingPlace({ parent, mkfifo, identity }: MeetingPlaceOptions): MeetingPlace {
  let folder: string | undefined;
  let making: Promise<void> | undefined;
  const fifos: string[] = [];

  function place(): string {
    if (folder !== undefined) return folder;
    mkdirSync(parent, { recursive: true });
    folder = mkdtempSync(join(parent, "fettle-box-"));
    chmodSync(folder, 0o700);
    return folder;
  }

  async function makeFifos(): Promise<void> {
    const paths = Array.from({ length: BATCH }, () => join(place(), randomName()));
    const child = spawn(mkfifo, ["-m", "600", "--", ...paths], { cwd: "/", env: {}, stdio: ["ignore", "ignore", "pipe"] });
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`mkfifo in ${parent}: ${complaint.trim()}`);
    if (identity !== undefined) for (const path of paths) chownSync(path, identity.uid, identity.gid);
    fifos.push(...paths);
  }

  function prepare(): Promise<void> {
    making ??= makeFifos().finally(() => (making = undefined));
    return making;
  }

  return {
    prepare,
    async pipe() {
      let path = fifos.pop();
      while (path === undefined) {
        await prepare();
        path = fifos.pop();
      }
      if (fifos.length === BATCH / 4) prepare().catch(() => {}); // The taker who finds none left gets the error.
      // The reader comes first and does not wait; then the writer has no reason to.
      const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const writer = openSync(path, constants.O_WRONLY);
      rmSync(path);
      return { reader: new Socket({ fd: reader, readable: true, writable: false }), writer };
    },
    file(content) {
      const path = join(place(), randomName());
      const writer = openSync(path, "wx", 0o600);
      try {
        const bytes = Buffer.from(content);
        for (let at = 0; at < bytes.length;) at += writeSync(writer, bytes, at);
        if (identity !== undefined) fchownSync(writer, identity.uid, identity.gid);
        return openSync(path, "r");
      } finally {
        closeSync(writer);
        rmSync(path);
      }
    },
    async close() {
      await making?.catch(() => {}); // Whoever waits for a pipe gets the error.
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      folder = undefined;
      fifos.length = 0;
    },
  };
}

function randomName(): string {
  return randomBytes(16).toString("hex");
}
