import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, readFileSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import type { Identity } from "./identity.ts";
import { needsFile, toLauncher, type Launch } from "./launcher.ts";
import { Connection, type Process } from "./process.ts";
import type { Rendezvous } from "./rendezvous.ts";
import type { Ending } from "./status.ts";
import { COMMAND_VARIABLE, killStrays } from "./strays.ts";

const START_DEADLINE_MS = 10_000;
const KILL_DEADLINE_MS = 2_000;
const STRAY_ROUNDS = 200;

/** How a backend starts the supervisor. */
export interface Enclosure {
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Open files that the program finds from descriptor 3 on; the harness's own are closed once it runs. */
  files: readonly number[];
  /** True when the program's only child is the first process of a box of its own. */
  enclosed: boolean;
}

interface Surroundings {
  rendezvous: Rendezvous;
  identity: Identity | undefined;
}

export interface Order extends Launch {
  stdin: string | undefined;
}

/** A running supervisor: forks commands until it is closed or dies. */
export class Zygote {
  readonly #rendezvous: Rendezvous;
  readonly #child: ChildProcess;
  readonly #requests: Writable;
  readonly #enclosed: boolean;
  /** As the harness sees it; undefined without a box or where the kernel does not list children. */
  #leader: number | undefined;
  readonly #live = new Map<string, Connection>();
  readonly #unfinished = new Set<Promise<Ending>>();
  #launched = 0;
  #death: string | undefined;
  readonly #closed = Promise.withResolvers<void>();

  /** Resolves when the supervisor has said that it is ready; rejects with what it said instead. */
  static async start(enclosure: Enclosure, surroundings: Surroundings): Promise<Zygote> {
    const zygote = new Zygote(enclosure, surroundings);
    await zygote.#ready();
    return zygote;
  }

  private constructor({ argv, env, files, enclosed }: Enclosure, { rendezvous, identity }: Surroundings) {
    this.#rendezvous = rendezvous;
    this.#enclosed = enclosed;
    const [program = "", ...args] = argv;
    // Detached: a Ctrl-C at the terminal is for the harness to handle, not for the box to die of.
    this.#child = spawn(program, args, { env, cwd: "/", detached: true, ...identity, stdio: ["pipe", "pipe", "pipe", ...files] });
    for (const file of files) closeSync(file);
    this.#requests = this.#child.stdin as Writable;
    this.#requests.on("error", () => {}); // The box died; `close` tells.
  }

  get dead(): boolean {
    return this.#death !== undefined;
  }

  /** Starts a command. A box that is dead or dies meanwhile shows as an ending, not as an error. */
  async launch(order: Order): Promise<Process> {
    const id = String(++this.#launched);
    const output = await this.#rendezvous.takeFifo();
    const status = await this.#rendezvous.takeFifo();
    const stdin = order.stdin === undefined ? undefined : this.#rendezvous.writeFile(order.stdin);
    const script = "script" in order.what && needsFile(order.what.script) ? this.#rendezvous.writeFile(order.what.script) : undefined;
    const env = { ...order.env, [COMMAND_VARIABLE]: id };
    const launcher = this.#rendezvous.writeFile(toLauncher({ ...order, env }, { stdin, script }));
    const names = [output, status, stdin, script, launcher].filter((name) => name !== undefined);
    const connection = new Connection({ output: this.#rendezvous.path(output), status: this.#rendezvous.path(status) });
    this.#live.set(id, connection);
    if (this.#death === undefined) this.#requests.write(`run ${launcher} ${output} ${status}\n`);
    else connection.lose(this.#death);
    const ended = this.#finish(id, connection, names);
    this.#unfinished.add(ended);
    void ended.then(() => this.#unfinished.delete(ended));
    return { output: connection.output, ended, kill: (signal) => void this.#kill(connection, signal) };
  }

  /** Kills everything in the box. Resolves when it is gone and every command has its ending. */
  async close(): Promise<void> {
    this.#destroy("it was closed");
    await Promise.all([this.#closed.promise, ...this.#unfinished]);
  }

  /** Every command is lost. Without a box of its own the supervisor takes none with it: their groups are killed one by one. */
  #destroy(reason: string): void {
    this.#death ??= reason;
    for (const connection of this.#live.values()) {
      const { group } = connection.status;
      connection.lose(`its box died: ${this.#death}`);
      if (group !== undefined && !this.#enclosed) kill(-group);
    }
    if (this.#leader !== undefined) kill(this.#leader);
    this.#child.kill("SIGKILL");
  }

  async #ready(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let complaint = "";
    (this.#child.stderr as Readable).on("data", (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4096)));
    (this.#child.stdout as Readable).once("data", resolve);
    this.#child.once("error", reject);
    this.#child.once("close", (code, signal) => {
      this.#death ??= complaint.trim() || `it ended with ${signal ?? `exit code ${code}`}`;
      reject(new Error(this.#death));
      for (const connection of this.#live.values()) connection.lose(`its box died: ${this.#death}`);
      this.#closed.resolve();
    });
    await promise;
    if (this.#enclosed) this.#leader = onlyChild(this.#child.pid);
  }

  async #finish(id: string, connection: Connection, names: readonly string[]): Promise<Ending> {
    const deadline = setTimeout(() => this.#destroy("a command did not start in time"), START_DEADLINE_MS);
    await connection.started;
    clearTimeout(deadline);
    const ending = await connection.ended;
    // Who can kill a keeper can have killed more: a box that lost one is not used again.
    if (ending.how === "lost") this.#destroy(ending.reason);
    this.#live.delete(id);
    this.#rendezvous.remove(names);
    await this.#killStrays(connection);
    await connection.drain();
    return ending;
  }

  async #kill(connection: Connection, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    await connection.started;
    this.#signal(connection, signal);
    if (signal === "SIGTERM") return;
    const deadline = setTimeout(() => this.#destroy("a command could not be killed"), KILL_DEADLINE_MS);
    await connection.ended;
    clearTimeout(deadline);
  }

  #signal(connection: Connection, signal: "SIGTERM" | "SIGKILL"): void {
    const { group } = connection.status;
    if (group !== undefined && !this.dead) this.#requests.write(`kill ${signal} ${group}\n`);
  }

  async #killStrays(ended: Connection): Promise<void> {
    for (let round = 0; this.#leader !== undefined && round < STRAY_ROUNDS; round++) {
      await this.#everyKeeperKnown();
      if (this.dead) return;
      const keepers = new Set([ended, ...this.#live.values()].map((connection) => connection.status.keeper ?? 0));
      if (killStrays({ leader: this.#leader, keepers, alive: new Set(this.#live.keys()) }) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    if (this.#leader !== undefined) this.#destroy("what a command had left could not be killed");
  }

  /** A keeper that has not said its number yet could be taken for a stray. */
  async #everyKeeperKnown(): Promise<void> {
    const isUnknown = (connection: Connection): boolean => connection.status.keeper === undefined;
    for (let unknown = this.#live.values().find(isUnknown); unknown !== undefined; unknown = this.#live.values().find(isUnknown)) {
      await unknown.started;
    }
  }
}

function onlyChild(pid: number | undefined): number | undefined {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    return child === undefined || child === "" ? undefined : Number(child);
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
