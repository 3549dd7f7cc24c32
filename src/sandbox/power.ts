import { readFileSync } from "node:fs";

/**
 * What the harness may do on this machine. `root`: mounts as the system's root, which keeps all owners and lets commands rename folders.
 * `user`: mounts in a user namespace of its own; root without capabilities, and root of a container that is none outside, are users too.
 */
export type Power = "root" | "user";

const CAP_SYS_ADMIN = 1n << 21n;

export function findPower(): Power {
  if (process.getuid?.() !== 0) return "user";
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  const isReal = /^\s*0\s+0\s+4294967295\s*$/.test(readFileSync("/proc/self/uid_map", "utf8"));
  return isReal && (BigInt(`0x${effective}`) & CAP_SYS_ADMIN) !== 0n ? "root" : "user";
}
