import type { Ended, Expected } from "./test-terminal.ts";

/** A guard against hanging, in milliseconds: nothing is measured by it. */
const GUARD_MS = 60_000;

/** Tells those who wait that something was written. */
export class Writes {
  #next = Promise.withResolvers<void>();

  notify(): void {
    const { resolve } = this.#next;
    this.#next = Promise.withResolvers();
    resolve();
  }

  /** Resolves at the next write. */
  next(): Promise<void> {
    return this.#next.promise;
  }
}

export interface Watched {
  writes: Writes;
  ended: Promise<Ended>;
  /** The screen; undefined while a frame is only half there. */
  look(): Promise<string | undefined>;
}

/** Looks at each write until the screen is as expected. See `TestTerminal.until`. */
export async function until(expected: Expected, { writes, ended, look }: Watched): Promise<string> {
  const matches = toTest(expected);
  let end: Ended | "late" | undefined;
  const guard = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    end ??= "late";
    guard.resolve();
  }, GUARD_MS);
  const over = ended.then((how) => void (end ??= how));
  try {
    for (;;) {
      // Asked for before looking, so that no write is missed.
      const write = writes.next();
      const last = end;
      const screen = await look();
      if (screen !== undefined && matches(screen)) return screen;
      if (last !== undefined)
        throw new Error(`${why(last)} and ${String(expected)} was never seen. The screen:\n${screen ?? "(in mid-frame)"}`);
      await Promise.race([write, over, guard.promise]);
    }
  } finally {
    clearTimeout(timer);
  }
}

function why(end: Ended | "late"): string {
  return end === "late" ? `${GUARD_MS} ms went by` : `the program ended with ${JSON.stringify(end)}`;
}

function toTest(expected: Expected): (screen: string) => boolean {
  if (typeof expected === "function") return expected;
  return typeof expected === "string" ? (screen) => screen.includes(expected) : (screen) => expected.test(screen);
}
