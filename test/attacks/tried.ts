import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { isReachable } from "../../src/sandbox/identity.ts";
import type { Achieved } from "./story.ts";

const nobody = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;

/** Who attacks are tried as: as whoever runs the tests, and when that is root also as somebody without privileges. */
export const users: Readonly<Record<string, { uid?: number; gid?: number }>> = {
  [isRoot ? "root" : "an ordinary user"]: {},
  // As root from a checkout that only root can read there is no node for another user to run.
  ...(isRoot && isReachable(process.execPath, nobody) && { "an ordinary user": nobody }),
};

/** What a module of `processes/` prints, run as one of `users`. */
export async function runAs(user: string, script: string, args: readonly string[] = []): Promise<string> {
  const path = join(import.meta.dirname, "processes", script);
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...args], { ...users[user], cwd: "/", maxBuffer: 1e8 });
  return stdout;
}

/** What was achieved in each story of a group, or in the one with that id, by id. */
export async function tryStories(user: string, group: string, ...only: string[]): Promise<Record<string, Achieved>> {
  const lines = (await runAs(user, "try-stories.ts", [group, ...only])).trim().split("\n");
  const told = lines.map((line) => JSON.parse(line) as Achieved & { id: string });
  return Object.fromEntries(told.map(({ id, guarded, unguarded }) => [id, { guarded, unguarded }]));
}
