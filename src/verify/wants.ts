import type { Receipt } from "../contract/event.ts";
import { outcomeOf } from "./outcome.ts";

/** What checks do not have, by what programs print when they miss it. */
const WANTS: readonly [says: RegExp, want: string][] = [
  [
    /\b(?:ENOTFOUND|EAI_AGAIN|ENETUNREACH)\b|Could not resolve host|Temporary failure in name resolution|Name or service not known|Network is unreachable|nodename nor servname|failed to lookup address information|dial tcp: lookup .* (?:no such host|server misbehaving|i\/o timeout)|UnknownHostException/,
    "the network, which checks do not have unless .fettle/checks.toml or check_network says so",
  ],
  [
    /\bnot a (?:tty|terminal)\b|Inappropriate ioctl for device|stdin is not a terminal|must be run in a terminal|Raw mode is not supported|cannot open \/dev\/tty|\/dev\/tty: No such device|setRawMode is not a function/i,
    "a terminal, which checks do not have",
  ],
];

/** What a failed check seems to lack, by the end of its output; undefined when nothing of that kind. */
export function wantOf(receipt: Receipt): string | undefined {
  if (outcomeOf(receipt) !== "failed") return undefined;
  const { output } = receipt;
  const text = typeof output === "string" ? output : (output.preview ?? "");
  return WANTS.find(([says]) => says.test(text))?.[1];
}
