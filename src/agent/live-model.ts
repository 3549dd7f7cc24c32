import type { ModelRequest } from "../contract/model.ts";
import type { TokenEstimator } from "../models/tokens.ts";
import { withUniqueIds } from "../models/wires/common/unique-ids.ts";
import type { LiveCall, ReserveCall } from "./live-call.ts";
import type { World } from "./world.ts";

export interface LiveModelOptions {
  reserveCall: ReserveCall;
  estimator: TokenEstimator;
  /** Called when a request is on its way: time for what is slow to start. */
  onSending(): void;
}

/** The model half of the live world: the calls of steps. */
export function createLiveModel({ reserveCall, estimator, onSending }: LiveModelOptions): Pick<World, "reserve" | "send"> {
  let reserved: LiveCall | undefined;

  return {
    async reserve(request) {
      reserved = await reserveCall(request);
      return reserved.reserved;
    },

    async send(request, { signal, onDelta, onRetry, onSent, taken }) {
      if (reserved === undefined) throw new Error("unreachable: nothing was reserved");
      const reply = await reserved.send(request, {
        signal,
        onDelta,
        onRetry,
        onSent() {
          onSending();
          onSent();
        },
      });
      estimator.learn(request, reply.usage);
      return { ...reply, items: withUniqueIds(reply.items, new Set([...taken, ...callIdsIn(request)])) };
    },
  };
}

function callIdsIn({ entries }: ModelRequest): string[] {
  const items = entries.flatMap((entry) => (entry.type === "output" ? entry.items : []));
  return items.flatMap((item) => (item.type === "call" ? [item.id] : []));
}
