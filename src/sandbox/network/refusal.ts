import type { Target } from "./target.ts";

/** What the proxy does not do; its message is what the program in the box is told. */
export class NetworkRefusal extends Error {
  override readonly name = "NetworkRefusal";
  /** Of the HTTP answer. */
  readonly status: number;
  /** The entry or guard that decided. */
  readonly rule: string;

  constructor(rule: string, message: string, status = 403) {
    super(message);
    this.rule = rule;
    this.status = status;
  }
}

export function malformed(why: string): NetworkRefusal {
  return new NetworkRefusal("malformed", `The request is refused: ${why}.`, 400);
}

export function notListed({ host, port }: Target): NetworkRefusal {
  const entry = port === 80 || port === 443 ? host : `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return new NetworkRefusal(
    "network.allow",
    `${host} port ${port} may not be reached from the box: it is not in network.allow. A person can allow it with --allow-host ${entry}.`,
  );
}

/** What was refused, or that the server could not be reached. */
export function toRefusal(error: unknown, { host, port }: Target): NetworkRefusal {
  if (error instanceof NetworkRefusal) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new NetworkRefusal("unreachable", `${host} port ${port} could not be reached: ${why}`, 502);
}
