/** The lists of hosts that a person gave, read once. */
import { FettleError } from "../../contract/error.ts";
import { canonicalMatches, canonicalRule, isAddress } from "../../lib/host.ts";
import { nearest } from "../../lib/nearest.ts";
import { presets } from "./presets.ts";
import { parseAuthority, type Target } from "./target.ts";

export interface HostLists {
  /** What may be reached: `host`, `host:port`, `*.host`, `preset:NAME`. Empty means nothing. */
  allow: readonly string[];
  /** Where what writes needs no answer: `host`, `host:port`, `*.host`. Allows nothing that `allow` does not. */
  write: readonly string[];
  /** Where connections are passed on unread. Allows nothing that `allow` does not. */
  tunnel: readonly string[];
}

export interface HostRule {
  /** The entry that a person wrote. */
  entry: string;
  host: string;
  ports: readonly number[];
  /** An address with its port: it may be an internal one. */
  literal: boolean;
  posts: readonly RegExp[];
  tunnel: boolean;
}

export interface NetworkRules {
  /** The rules that allow this target; none means that it is refused. */
  allowing(target: Target): readonly HostRule[];
  /** The entry that allows writing there without an answer. */
  writing(target: Target): string | undefined;
  isTunnel(target: Target): boolean;
  /** Whether the list names this address with this port, which is the only way to an internal one. */
  namesAddress(address: string, port: number): boolean;
  /** Services of this machine's own loopback that the list names. */
  local: readonly Target[];
}

const webPorts: readonly number[] = [80, 443];

/** Throws `config.invalid` for an entry that is no host, naming it. */
export function readRules({ allow, write, tunnel }: HostLists): NetworkRules {
  const allowed = allow.flatMap((entry) => toRules(entry, "network.allow"));
  const writable = write.map((entry) => toHostRule(entry, "network.write"));
  const unread = [...tunnel.map((entry) => toHostRule(entry, "network.tunnel")), ...allowed.filter((rule) => rule.tunnel)];
  return {
    allowing: (target) => allowed.filter((rule) => covers(rule, target)),
    writing: (target) => writable.find((rule) => covers(rule, target))?.entry,
    isTunnel: (target) => unread.some((rule) => covers(rule, target)),
    namesAddress: (address, port) => allowed.some((rule) => rule.literal && rule.host === address && rule.ports.includes(port)),
    local: allowed
      .filter(({ literal, host }) => literal && (host.startsWith("127.") || host === "::1"))
      .flatMap(({ host, ports }) => ports.map((port) => ({ host, port }))),
  };
}

/** `example.com`, `*.example.com`, each with or without a port; without one these `ports`. Throws `config.invalid` naming the `setting`. */
export function toHostRule(entry: string, setting: string, ports: readonly number[] = webPorts): HostRule {
  const wildcard = entry.startsWith("*.") ? "*." : "";
  const found = parseAuthority(entry.slice(wildcard.length), ports[0]);
  const host = found === undefined ? undefined : canonicalRule(`${wildcard}${found.host}`);
  if (found === undefined || host === undefined)
    throw new FettleError("config.invalid", `${setting} has the entry ${JSON.stringify(entry)}, which is no host`, {
      at: setting,
      hint: 'Write "example.com", "example.com:8080", "*.example.com" or, in network.allow, "preset:npm".',
    });
  const named = /:\d{1,5}$/.test(entry);
  return { entry, host, ports: named ? [found.port] : ports, literal: named && isAddress(host), posts: [], tunnel: false };
}

export function covers({ host, ports }: Pick<HostRule, "host" | "ports">, target: Target): boolean {
  return ports.includes(target.port) && canonicalMatches(target.host, host);
}

function toRules(entry: string, setting: string): HostRule[] {
  const [, name] = /^preset:(.*)$/.exec(entry) ?? [];
  if (name === undefined) return [toHostRule(entry, setting)];
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (preset !== undefined)
    return preset.hosts.map((host) => ({ ...toHostRule(host, setting), entry, posts: preset.posts ?? [], tunnel: preset.tunnel ?? false }));
  const [best] = nearest(name, Object.keys(presets), 1);
  throw new FettleError("config.invalid", `${setting} names the preset ${JSON.stringify(name)}, which there is not`, {
    at: setting,
    hint: best === undefined ? `There are ${Object.keys(presets).join(", ")}.` : `Did you mean "preset:${best}"?`,
  });
}
