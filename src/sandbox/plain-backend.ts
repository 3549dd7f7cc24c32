import type { Backend, BackendOptions } from "../contract/backend.ts";
import type { SandboxTraits } from "../contract/sandbox.ts";
import { boxEnvironment } from "./environment.ts";
import { openMeetingPlace } from "./meeting-place.ts";
import { startProcess, type StartedProcess } from "./process.ts";
import { findPrograms } from "./program.ts";
import { reporter, writeOrder } from "./reporter.ts";

export interface PlainOptions {
  traits: SandboxTraits;
  hint: string;
  /** Variables of all commands, besides those of the allow-list. */
  env?: Readonly<Record<string, string>>;
  /** What the reporter is started by, which may confine it; by the view of the command. */
  wrap?(view: "direct" | "read-only"): readonly string[];
  /** After the last command. */
  close?(): void;
}

/** Commands as processes like any other: on the roots themselves, ended by process group, with a filtered environment. */
export function openPlainBackend(options: BackendOptions, { traits, hint, env: more, wrap, close }: PlainOptions): Backend {
  const { bash, mkfifo } = findPrograms(["bash", "mkfifo"], { workspace: options.workspace, hint });
  const env = { ...boxEnvironment(process.env, options), ...more };
  const meeting = openMeetingPlace({ parent: options.stateDir, mkfifo, identity: undefined });
  const live = new Set<StartedProcess>();
  let closed = false;

  return {
    traits,
    layers: false,
    async launch(order) {
      if (closed) throw new Error("The box is closed.");
      const { kind } = order.view;
      if (kind === "layers") throw new Error("This backend has no layers.");
      const text = writeOrder(order, { bash, env, fileBytes: 0 });
      const output = await meeting.pipe();
      const process = await startProcess({
        argv: [...(wrap?.(kind) ?? []), bash, "--norc", "--noprofile", "-c", reporter, "fettle"],
        env: { LC_ALL: "C" },
        user: undefined,
        output,
        files: {
          stdin: order.stdin === undefined ? undefined : meeting.file(order.stdin),
          order: meeting.file(text.order),
          filter: undefined,
          script: text.script === undefined ? undefined : meeting.file(text.script),
        },
        shared: [],
        contained: false,
        merged: [],
      });
      live.add(process);
      void process.ended.then(() => live.delete(process));
      if (closed) process.lose("its box was closed");
      return process;
    },
    warm: () => void meeting.prepare().catch(() => {}), // The first command tries again and reports.
    async close() {
      closed = true;
      const ending = [...live].map((process) => {
        process.lose("its box was closed");
        return process.ended;
      });
      await Promise.all(ending);
      await meeting.close();
      close?.();
    },
  };
}
