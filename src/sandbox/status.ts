import { constants } from "node:os";

/** How a command ended. `lost`: its keeper or the whole box died first. */
export type Ending = { how: "exit"; code: number } | { how: "signal"; signal: string } | { how: "never" } | { how: "lost"; reason: string };

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** What a keeper has said so far about its command; see supervisor.ts for the words. */
export interface Status {
  keeper?: number;
  group?: number;
  ending?: Ending;
}

/** Pure: reads the keeper's complete lines and ignores what else bash may print. */
export function readStatus(text: string): Status {
  const number = (pattern: RegExp): number | undefined => {
    const digits = pattern.exec(text)?.[1];
    return digits === undefined ? undefined : Number(digits);
  };
  const keeper = number(/^keeping (\d+)\n/m);
  // Without a box a command could write here; group 1 would mean every process.
  const group = number(/^started ([2-9]|[1-9]\d+)\n/m);
  const status = number(/^ended (\d+)\n/m);
  return {
    ...(keeper === undefined ? {} : { keeper }),
    ...(group === undefined ? {} : { group }),
    ...(status === undefined ? {} : { ending: toEnding(status, text) }),
  };
}

function toEnding(status: number, text: string): Ending {
  if (/^never\n/m.test(text)) return { how: "never" };
  const signal = signalNames.get(status - 128);
  const exited = /^\[1\]\S* +\d+ (Done|Exit)\b/m.test(text);
  if (signal === undefined || exited) return { how: "exit", code: status };
  return { how: "signal", signal };
}
