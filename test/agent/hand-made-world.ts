import type { ModelReply, OutputItem } from "../../src/contract/model.ts";
import { noUsage } from "../../src/contract/model.ts";
import type { CallOutcome, World } from "../../src/agent/world.ts";

/** A world without checks and repairs in which nothing else happens but what `does` says. */
export function handMadeWorld(does: Partial<World>): World {
  const unexpected = async () => Promise.reject(new Error("nothing of this kind should happen here"));
  return {
    reserve: async () => ({ maxOutputTokens: 1, tokens: 1, usd: null, bytes: 1 }),
    send: unexpected,
    weigh: async () => ({ tokens: 1, action: "send", summarises: false, limits: { facts: 0, prose: 0, kept: 0 } }),
    measure: async () => 1,
    compactionAsked: () => false,
    summarise: unexpected,
    summary: async () => undefined,
    remind: async () => undefined,
    reach() {},
    before: async () => undefined,
    run: unexpected,
    approve: unexpected,
    answer: unexpected,
    findChecks: async () => [],
    changedChecks: async () => [],
    conditions: async () => [],
    findings: async () => [],
    sizeOfWork: async () => undefined,
    tryNewTests: async () => undefined,
    check: unexpected,
    treeHash: async () => "tree",
    mayRepair: async () => false,
    proposeRepair: unexpected,
    applyRepair: unexpected,
    steering: () => [],
    nextPrompt: () => undefined,
    promptWaits: () => false,
    ownCommand: async () => undefined,
    ...does,
  };
}

export function outcome(text: string): CallOutcome {
  return { ok: true, parts: [{ type: "text", text }], ms: 0 };
}

export function says(stop: ModelReply["stop"], ...items: OutputItem[]): ModelReply & { usd: null } {
  return { items, stop, usage: noUsage, usd: null, ms: { first: 0, total: 0 }, attempts: 1 };
}
