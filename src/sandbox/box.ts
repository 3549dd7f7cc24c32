import { mkdirSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { FettleError } from "../contract/error.ts";
import type { Box, BoxOptions, CommandOptions, OpenBox, SandboxTraits } from "../contract/sandbox.ts";
import { recordChanges } from "./changes.ts";
import { runCommand } from "./command.ts";
import { openFiles } from "./files.ts";
import type { Identity } from "./identity.ts";
import { openJobs } from "./jobs.ts";
import type { Launch } from "./launcher.ts";
import type { Process } from "./process.ts";
import { Rendezvous } from "./rendezvous.ts";
import { Zygote, type Enclosure } from "./zygote.ts";

/** What a backend contributes to a box: how its supervisor starts. */
export interface Backend {
  traits: SandboxTraits;
  /** Absolute paths. */
  shell: string;
  mkfifo: string;
  /** Who commands run as, when not as the harness. */
  identity: Identity | undefined;
  /** Called for each start of the supervisor. */
  enclose(rendezvous: Rendezvous): Promise<Enclosure>;
  /** What to do when the supervisor does not start, in one sentence. */
  hint: string;
}

/** A box over a supervisor that is started by the first command, or before it by `warm`, and started anew when it died. */
export function composeBox(backend: Backend, options: BoxOptions): OpenBox {
  const files = openFiles(options.workspace, { readOnly: options.readOnly });
  let rendezvous: Rendezvous | undefined;
  let starting: Promise<Zygote> | undefined;
  let closed = false;

  async function start(): Promise<Zygote> {
    if (rendezvous === undefined) {
      const { identity, mkfifo } = backend;
      // Another user may not get through to the harness's folders.
      const parent = identity === undefined ? options.stateDir : realpathSync(tmpdir());
      mkdirSync(parent, { recursive: true });
      rendezvous = new Rendezvous({ parent, mkfifo, group: identity?.gid });
    }
    const [enclosure] = await Promise.all([backend.enclose(rendezvous), rendezvous.prepare()]);
    return await Zygote.start(enclosure, { rendezvous, identity: backend.identity });
  }

  async function zygote(): Promise<Zygote> {
    if (closed) throw new Error("The box is closed.");
    const mine = (starting ??= start());
    // Whoever waited for the same start may have begun the next one meanwhile.
    const forget = (): void => void (starting === mine && (starting = undefined));
    try {
      const running = await mine;
      if (!running.dead) return running;
      await running.close();
    } catch (error) {
      forget();
      throw unavailable(backend, error);
    }
    forget();
    return await zygote();
  }

  async function launch(what: Launch["what"], command: Pick<CommandOptions, "cwd" | "env" | "stdin">): Promise<Process> {
    const cwd = files.folder(command.cwd ?? ".");
    const running = await zygote();
    return await running.launch({
      what,
      shell: backend.shell,
      cwd,
      env: command.env ?? {},
      limits: options.limits,
      stdin: command.stdin,
    });
  }

  const box = {
    files,
    jobs: openJobs((script, job) => launch({ script }, job)),
    run: (script, command) => runCommand(() => launch({ script }, command), command),
    exec: (argv, command) => runCommand(() => launch({ argv }, command), command),
  } satisfies Box;

  async function close(): Promise<void> {
    closed = true;
    const running = await starting?.catch(() => undefined);
    await running?.close();
    rendezvous?.[Symbol.dispose]();
    rendezvous = undefined;
  }

  return {
    ...box,
    traits: backend.traits,
    workspace: options.workspace,
    warm: () => void zygote().catch(() => {}), // The first command tries again and reports.
    async transaction(_effect, body) {
      const { recorded, changes, ranCommands } = recordChanges(box);
      const value = await body(recorded);
      return { value, changes: await changes(), complete: !ranCommands() };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function unavailable(backend: Backend, cause: unknown): FettleError {
  if (cause instanceof FettleError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FettleError("sandbox.unavailable", `The sandbox ${backend.traits.name} did not start: ${reason}`, {
    hint: backend.hint,
    cause,
  });
}
