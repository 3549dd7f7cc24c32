import type { Command } from "../contract/command.ts";
import type { StoredPart } from "../contract/event.ts";
import type { OwnCommand, PersonsAnswer } from "./world.ts";

type Decided = Extract<Command, { type: "approval.decide" }>;

/** A prompt as it has come in. */
export interface Prompt {
  /** Its words, for people. */
  text: string;
  parts: StoredPart[];
}

/** A prompt that no turn has taken yet: `steer` joins the running turn before its next step, `queue` begins one of its own. */
export interface WaitingPrompt {
  /** Of this process: what waits is nowhere else. */
  id: string;
  text: string;
  /** Number of images. */
  images: number;
  delivery: "steer" | "queue";
}

type Waiting = Prompt & { id: string };

/** What has come in for a thread: prompts that join the running turn, prompts and commands that wait for their time, answers to questions. */
export class Inbox {
  #steering: Waiting[] = [];
  #queue: Waiting[] = [];
  #count = 0;
  #paused = false;
  #compact = false;
  readonly #commands: OwnCommand[] = [];
  readonly #approvals = new Map<string, { requestHash: string; answer(decided: Decided): void }>();
  readonly #questions = new Map<string, (answer: PersonsAnswer) => void>();

  steer(prompt: Prompt): void {
    this.#steering.push(this.#named(prompt));
  }

  queue(prompt: Prompt): void {
    this.#queue.push(this.#named(prompt));
  }

  /** Before all others that wait. */
  putFirst(prompt: Prompt): void {
    this.#queue = [this.#named(prompt), ...this.#steering, ...this.#queue];
    this.#steering = [];
  }

  get empty(): boolean {
    return this.#queue.length === 0 && this.#steering.length === 0;
  }

  /** Prompts that wait, in the order in which they would be taken. */
  get waiting(): WaitingPrompt[] {
    const told = (delivery: WaitingPrompt["delivery"]) => (prompt: Waiting) => toWaiting(prompt, delivery);
    return [...this.#steering.map(told("steer")), ...this.#queue.map(told("queue"))];
  }

  withdraw(id: string): void {
    this.#steering = this.#steering.filter((prompt) => prompt.id !== id);
    this.#queue = this.#queue.filter((prompt) => prompt.id !== id);
  }

  /** What was to join the turn waits for its end instead, behind all others. */
  postpone(id: string): void {
    this.#queue.push(...this.#steering.filter((prompt) => prompt.id === id));
    this.#steering = this.#steering.filter((prompt) => prompt.id !== id);
  }

  /** Whether prompts wait until a person lets them go. */
  get paused(): boolean {
    return this.#paused;
  }

  /** Who interrupts does not want the next thing to begin by itself. */
  pause(): void {
    this.#paused = true;
  }

  release(): void {
    this.#paused = false;
  }

  /** Takes the prompts that should join the turn now. */
  takeSteering(): StoredPart[][] {
    return this.#steering.splice(0).map(({ parts }) => parts);
  }

  /** Takes the next prompt; undefined when none waits, or all are paused. What was to steer a turn that has ended is a prompt like any other. */
  next(): StoredPart[] | undefined {
    return this.#paused ? undefined : (this.#steering.shift() ?? this.#queue.shift())?.parts;
  }

  run(command: OwnCommand): void {
    this.#commands.push(command);
  }

  /** Takes the next command of a person's own. */
  nextCommand(): OwnCommand | undefined {
    return this.#commands.shift();
  }

  compact(): void {
    this.#compact = true;
  }

  /** Whether a person wants the conversation compacted; takes the wish. */
  takeCompaction(): boolean {
    const isWanted = this.#compact;
    this.#compact = false;
    return isWanted;
  }

  /** Resolves when a person answers exactly this request. Rejects with the reason of `signal`. */
  async ask({ approval, requestHash, signal }: { approval: string; requestHash: string; signal: AbortSignal }): Promise<Decided> {
    return await answered(this.#approvals, { id: approval, signal, toWaiter: (answer) => ({ requestHash, answer }) });
  }

  /** An answer to a request that is not asked any more, or that has changed, has no effect. */
  decide(decided: Decided): void {
    const asked = this.#approvals.get(decided.approval);
    if (asked === undefined || asked.requestHash !== decided.requestHash) return;
    this.#approvals.delete(decided.approval);
    asked.answer(decided);
  }

  /** Resolves when a person answers. Rejects with the reason of `signal`. */
  async question({ question, signal }: { question: string; signal: AbortSignal }): Promise<PersonsAnswer> {
    return await answered(this.#questions, { id: question, signal, toWaiter: (answer) => answer });
  }

  /** An answer to what is not asked any more has no effect. */
  answer(question: string, answer: PersonsAnswer): void {
    const asked = this.#questions.get(question);
    this.#questions.delete(question);
    asked?.(answer);
  }

  #named(prompt: Prompt): Waiting {
    return { ...prompt, id: `waiting-${++this.#count}` };
  }
}

function toWaiting({ id, text, parts }: Waiting, delivery: WaitingPrompt["delivery"]): WaitingPrompt {
  return { id, text, images: parts.filter(({ type }) => type === "image").length, delivery };
}

/** Waits among `waiters` for the answer to one question. */
async function answered<Answer, Waiter>(
  waiters: Map<string, Waiter>,
  { id, signal, toWaiter }: { id: string; signal: AbortSignal; toWaiter(answer: (answer: Answer) => void): Waiter },
): Promise<Answer> {
  signal.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const abort = () => {
      waiters.delete(id);
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", abort, { once: true });
    waiters.set(
      id,
      toWaiter((answer) => {
        signal.removeEventListener("abort", abort);
        resolve(answer);
      }),
    );
  });
}
