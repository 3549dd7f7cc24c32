import type { Backend, Order, Process, View } from "../contract/backend.ts";
import type { BoxOptions, CommandOptions, OpenBox, TransactionRequest } from "../contract/sandbox.ts";
import { watchDirectWrites } from "./direct-writes.ts";
import { watchJobs } from "./job-writes.ts";
import { openFiles } from "./files.ts";
import { openJobs } from "./jobs.ts";
import type { Kernel } from "./kernel.ts";
import type { Root } from "./roots.ts";
import { beginTransaction } from "./transaction.ts";

interface BoxParts extends BoxOptions {
  roots: readonly [Root, ...Root[]];
}

/** What a command or edit outside of a transaction is done for. */
const alone = { effect: "execute", thread: "", turn: 0, item: "alone", title: "" } satisfies TransactionRequest;

/** Backend, undo stores and gate as one box. */
export function composeBox(backend: Backend, { workspace, readOnly, limits, maxDeletions, bans, roots }: BoxParts): OpenBox {
  const { files } = roots[0];
  const allowedFiles = bans?.read === undefined ? files : openFiles(workspace, { readOnly, bans: bans.read });
  const exclusively = oneAfterTheOther();
  const direct = watchDirectWrites(roots, { maxDeletions, bans: bans?.write });
  const jobWrites = watchJobs(direct, exclusively);
  let closed = false;

  async function launch(
    what: Order["what"],
    { cwd, env, stdin }: Pick<CommandOptions, "cwd" | "env" | "stdin">,
    view: View,
  ): Promise<Process> {
    if (closed) throw new Error("The box is closed.");
    return await backend.launch({ what, cwd: files.folder(cwd ?? "."), env: env ?? {}, stdin, limits, view });
  }

  const jobs = openJobs(async (script, { label = alone, ...job }) => {
    if (readOnly) return await launch({ script }, job, { kind: "read-only" });
    return await jobWrites.start(label, () => launch({ script }, job, { kind: "direct" }));
  });
  const kernel: Kernel = {
    backend,
    workspace,
    readOnly,
    files: allowedFiles,
    jobs,
    roots,
    launch,
    direct,
    jobWrites,
    maxDeletions,
    bans: bans?.write,
  };

  const transaction: OpenBox["transaction"] = async (request, body, { keepEdits = () => true } = {}) => {
    const act = async () => {
      const { box, settle } = beginTransaction(request, kernel);
      try {
        const value = await body(box);
        return { value, ...(await settle(keepEdits(value))) };
      } catch (error) {
        await settle(false);
        throw error;
      }
    };
    return request.effect === "none" || request.effect === "read" ? await act() : await exclusively(act);
  };

  const trial: OpenBox["trial"] = async (edits, body) => {
    const { runTrial } = await import("./run-trial.ts");
    return await exclusively(() => runTrial({ edits, body }, kernel));
  };

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    await backend.close();
    // What a command that was cut off has changed is dropped with its layer; what jobs wrote is in place, and kept with a way back.
    await jobWrites.idle();
    await direct.close();
    for (const { store } of roots) await store.collectGarbage();
  }

  return {
    traits: backend.traits,
    workspace,
    files: {
      ...files,
      write: async (path, content) => (await transaction(alone, (box) => box.files.write(path, content))).value,
      remove: async (path) => (await transaction(alone, (box) => box.files.remove(path))).value,
      rename: async (from, to) => (await transaction(alone, (box) => box.files.rename(from, to))).value,
    },
    jobs,
    run: async (script, command) => (await transaction(alone, (box) => box.run(script, command))).value,
    exec: async (argv, command) => (await transaction(alone, (box) => box.exec(argv, command))).value,
    warm: () => backend.warm(),
    transaction,
    ...(backend.layers && !readOnly && { trial }),

    async happened({ thread, item }) {
      const isIts = ({ label }: { label: { thread: string; item: string } }): boolean => label.thread === thread && label.item === item;
      if (roots.some(({ store }) => store.checkpoints().some(isIts))) return "done";
      // A layer that was not committed is gone: nothing of it has reached the workspace.
      return backend.layers && backend.traits.network === "none" ? "not-done" : "unknown";
    },

    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Runs what it is given in turn; a failure is its caller's alone. */
function oneAfterTheOther(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return async (act) => {
    const mine = last.then(act);
    last = mine.catch(() => {});
    return await mine;
  };
}
