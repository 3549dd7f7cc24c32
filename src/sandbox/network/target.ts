import { canonicalHost } from "../../lib/host.ts";

/** Where a connection goes. */
export interface Target {
  /** Canonical (lib/host.ts). */
  host: string;
  port: number;
}

/** `example.com:443`, `[::1]:80`; without a port `defaultPort`. Undefined for anything else, a user before the host among it. */
export function parseAuthority(text: string, defaultPort?: number): Target | undefined {
  const [, written, digits] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = written === undefined ? undefined : canonicalHost(written);
  const port = digits === undefined ? defaultPort : Number(digits);
  return host === undefined || port === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
}

/** As it stands in a URL or a `Host` header; without the port that the protocol implies. */
export function formatTarget({ host, port }: Target, impliedPort?: number): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return port === impliedPort ? name : `${name}:${port}`;
}

export function isSameTarget(a: Target, b: Target): boolean {
  return a.host === b.host && a.port === b.port;
}
