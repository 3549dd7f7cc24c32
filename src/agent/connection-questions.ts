import type { NetworkOptions, NetworkQuestion } from "../contract/sandbox.ts";
import { sha256 } from "../lib/hash.ts";
import type { AskDuring, CallQuestion } from "./world.ts";

/** Brings what the proxy of a box asks to the call that runs: the log knows questions of calls alone. */
export interface ConnectionQuestions {
  /** For the proxy. While no call runs, as for a job between calls and for checks, nobody is asked. */
  judge: NonNullable<NetworkOptions["judge"]>;
  /** Runs a call whose questions go to `ask`. When it has ended, none of them is open. */
  during<T>(ask: AskDuring, act: () => Promise<T>): Promise<T>;
}

export function openConnectionQuestions(): ConnectionQuestions {
  let running: { ask: AskDuring; over: AbortSignal } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let asked = 0;

  return {
    async judge(question, signal) {
      const call = running;
      if (call === undefined) return undefined;
      const until = AbortSignal.any([signal, call.over]);
      const answer = last.then(async () => (until.aborted ? undefined : await call.ask(toCallQuestion(question, ++asked), until)));
      last = answer.catch(() => {});
      return await answer;
    },

    async during(ask, act) {
      const over = new AbortController();
      running = { ask, over: over.signal };
      try {
        return await act();
      } finally {
        running = undefined;
        over.abort(new Error("The call has ended."));
        await last;
      }
    },
  };
}

/** `number` tells requests apart that are alike: an answer is for one of them. */
function toCallQuestion({ host, port, method, path, ruling }: NetworkQuestion, number: number): CallQuestion {
  const requestHash = sha256(JSON.stringify([number, host, port, method, path]));
  if (ruling !== undefined) return { question: `Reach ${host} port ${port}: ${ruling.reason}`, rule: ruling.rule, requestHash };
  return { question: `${method} ${path} would write to ${host} port ${port}.`, rule: "network.write", requestHash };
}
