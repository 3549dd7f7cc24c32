import type { Command } from "../contract/command.ts";
import type { StoredPart } from "../contract/event.ts";

type Decided = Extract<Command, { type: "approval.decide" }>;

/** What has come in for a thread: prompts that join the running turn, prompts that wait for its end, answers to questions. */
export class Inbox {
  readonly #steering: StoredPart[][] = [];
  readonly #queue: StoredPart[][] = [];
  readonly #questions = new Map<string, { requestHash: string; answer(decided: Decided): void }>();

  steer(parts: StoredPart[]): void {
    this.#steering.push(parts);
  }

  queue(parts: StoredPart[]): void {
    this.#queue.push(parts);
  }

  get empty(): boolean {
    return this.#queue.length === 0 && this.#steering.length === 0;
  }

  /** Takes the prompts that should join the turn now. */
  takeSteering(): StoredPart[][] {
    return this.#steering.splice(0);
  }

  /** Takes the next prompt; undefined when none waits. What was to steer a turn that has ended is a prompt like any other. */
  next(): StoredPart[] | undefined {
    return this.#steering.shift() ?? this.#queue.shift();
  }

  /** Resolves when a person answers exactly this request. Rejects with the reason of `signal`. */
  async ask({ approval, requestHash, signal }: { approval: string; requestHash: string; signal: AbortSignal }): Promise<Decided> {
    signal.throwIfAborted();
    return await new Promise((resolve, reject) => {
      const abort = () => {
        this.#questions.delete(approval);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", abort, { once: true });
      this.#questions.set(approval, {
        requestHash,
        answer: (decided) => {
          signal.removeEventListener("abort", abort);
          resolve(decided);
        },
      });
    });
  }

  /** An answer to a request that is not asked any more, or that has changed, has no effect. */
  decide(decided: Decided): void {
    const question = this.#questions.get(decided.approval);
    if (question === undefined || question.requestHash !== decided.requestHash) return;
    this.#questions.delete(decided.approval);
    question.answer(decided);
  }
}
