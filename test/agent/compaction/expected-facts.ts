/** What must have survived, read off the events in another way than the product does. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { Check } from "../../../src/contract/check.ts";
import type { Event } from "../../../src/contract/event.ts";
import type { Workspace } from "../../../src/testing/index.ts";

type Of<Type extends Event["type"]> = Extract<Event, { type: Type }>;

export function expectedFacts(events: readonly Event[], workspace: Workspace) {
  const all = <Type extends Event["type"]>(type: Type) => events.filter((event): event is Of<Type> => event.type === type);
  const lastFact = (name: string) => all("fact.recorded").findLast(({ fact }) => fact === name)?.value;
  const started = new Map(all("item.started").map((event) => [event.item, event]));
  const commands = all("item.completed").filter(({ item }) => started.get(item)?.effect === "execute");
  const receipts = new Map(all("check.completed").map(({ receipt }) => [receipt.check, receipt]));
  const paths = [...new Set(all("transaction.committed").flatMap(({ changes }) => changes.map(({ path }) => path)))];
  return {
    contract: ((lastFact("contract") ?? []) as Check[]).map(({ id, argv, cwd, proves, from }) => ({ check: id, argv, cwd, proves, from })),
    plan: lastFact("plan") ?? [],
    /** As the files are now. */
    files: Object.fromEntries(paths.map((path) => [path, hashOf(workspace.path(path))])),
    commands: commands.map(({ item, exitCode }) => ({ item, input: started.get(item)!.input, exitCode })),
    denied: all("policy.decided")
      .filter(({ decision }) => decision === "deny")
      .map(({ item, reason }) => ({ item, reason })),
    approvals: all("approval.decided").map(({ decision, by }) => ({ decision, by })),
    answers: all("question.answered").map(({ answer, by }) => ({ answer, by })),
    checks: [...receipts.values()].map(({ check, id, exitCode, output }) => ({
      check,
      receipt: id,
      exitCode,
      output: exitCode === 0 ? undefined : (output as string).trimEnd(),
    })),
  };
}

function hashOf(path: string): string | null {
  return existsSync(path) ? createHash("sha256").update(readFileSync(path)).digest("hex") : null;
}
