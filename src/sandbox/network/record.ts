/** What is told of each connection that a box makes, in bounded number. */
import { escapeLine } from "../../lib/escape.ts";

export interface ConnectionRecord {
  /** As asked for when it is no host at all; at most 253 characters. */
  host: string;
  port: number;
  /** What was dialled; undefined when nothing was, or the machine's own proxy did it. */
  address: string | undefined;
  /** Of HTTP; `CONNECT` for a connection that is passed on unread or was refused as a whole, `LOCAL` for one to this machine's loopback. */
  method: string;
  decision: "allow" | "deny";
  /** The entry or guard that decided. */
  rule: string;
  /** Why it was refused and how that is changed, one sentence. */
  reason: string | undefined;
  bytesUp: number;
  bytesDown: number;
  ms: number;
  /** How many connections this stands for: more than one when there were too many to tell them one by one. */
  times: number;
}

export interface Records {
  add(record: Omit<ConnectionRecord, "times">): void;
  /** Tells the rest. */
  close(): void;
}

const maxSingly = 2000;
const maxKinds = 200;

export function openRecords(onRecord: (record: ConnectionRecord) => void): Records {
  let singly = 0;
  const merged = new Map<string, ConnectionRecord>();

  return {
    add(given) {
      const record = {
        ...given,
        host: escapeLine(given.host).slice(0, 253),
        method: given.method.slice(0, 20),
        reason: given.reason && escapeLine(given.reason).slice(0, 500),
        times: 1,
      };
      if (singly < maxSingly) {
        singly++;
        onRecord(record);
        return;
      }
      const kind = JSON.stringify([record.host, record.port, record.decision, record.rule]);
      const same = merged.get(kind) ?? (merged.size < maxKinds ? undefined : merged.get("others"));
      if (same !== undefined) mergeInto(same, record);
      else if (merged.size < maxKinds - 1) merged.set(kind, record);
      else merged.set("others", { ...record, host: "(others)", port: 0, address: undefined });
    },
    close() {
      for (const record of merged.values()) onRecord(record);
      merged.clear();
    },
  };
}

function mergeInto(sum: ConnectionRecord, record: ConnectionRecord): void {
  sum.times += record.times;
  sum.bytesUp += record.bytesUp;
  sum.bytesDown += record.bytesDown;
  sum.ms += record.ms;
}
