import { spawn } from "node:child_process";
import { once } from "node:events";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BATCH = 32;

/**
 * The private folder where harness and supervisor meet: named pipes and launch files, each for one command, under names that cannot be guessed.
 * Only the folder's mode protects them. Nobody can list the folder, and boxes see it read-only, so that a command finds neither the pipes nor the files of another one.
 * Named pipes and not sockets, because a program may open `/dev/stdout` again, which a socket refuses.
 */
export class Rendezvous implements Disposable {
  readonly folder: string;
  readonly #mkfifo: string;
  #fifos: string[] = [];
  #making: Promise<void> | undefined;

  /** `group` may pass through too: that of commands which run as another user than the harness. */
  constructor({ parent, mkfifo, group }: { parent: string; mkfifo: string; group: number | undefined }) {
    this.folder = mkdtempSync(join(parent, "fettle-box-"));
    this.#mkfifo = mkfifo;
    if (group !== undefined) chownSync(this.folder, 0, group);
    chmodSync(this.folder, group === undefined ? 0o300 : 0o310);
  }

  /** Name of a fresh named pipe. Made in batches, because making one costs a process. */
  async takeFifo(): Promise<string> {
    let name = this.#fifos.pop();
    while (name === undefined) {
      await this.prepare();
      name = this.#fifos.pop();
    }
    if (this.#fifos.length === BATCH / 4) this.prepare().catch(() => {}); // The taker who finds none left gets the error.
    return name;
  }

  prepare(): Promise<void> {
    this.#making ??= this.#makeFifos().finally(() => (this.#making = undefined));
    return this.#making;
  }

  writeFile(content: string): string {
    const name = randomName();
    writeFileSync(this.path(name), content, { flag: "wx" });
    chmodSync(this.path(name), 0o444);
    return name;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(names: readonly string[]): void {
    for (const name of names) rmSync(this.path(name), { force: true });
  }

  [Symbol.dispose](): void {
    chmodSync(this.folder, 0o700);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #makeFifos(): Promise<void> {
    const names = Array.from({ length: BATCH }, randomName);
    const child = spawn(this.#mkfifo, ["-m", "622", ...names], { cwd: this.folder, stdio: ["ignore", "ignore", "pipe"] });
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`mkfifo in ${this.folder}: ${complaint.trim()}`);
    this.#fifos.push(...names);
  }
}

function randomName(): string {
  return randomBytes(16).toString("hex");
}
