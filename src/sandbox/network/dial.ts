/** From a name to a connection: resolved once, and what was checked is what is dialled. */
import { connect, isIP, type Socket } from "node:net";
import type { Environment } from "../../contract/provider.ts";
import { isInternal } from "../../lib/address.ts";
import { canonicalHost, isAddress } from "../../lib/host.ts";
import { NetworkRefusal } from "./refusal.ts";
import type { NetworkRules } from "./rules.ts";
import { formatTarget, type Target } from "./target.ts";
import { dialThrough, settle, type UpstreamProxy, upstreamFor } from "./upstream-proxy.ts";

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** Where a target was found: at addresses that may be dialled, or behind the proxy of this machine, which resolves names itself. */
export type Place = { target: Target; addresses: readonly string[] } | { target: Target; through: UpstreamProxy };

const dialMs = 20_000;

/** Rejects with a refusal when the target leads to an internal address that `rules` do not name, or to none. */
export async function locate(
  target: Target,
  { rules, resolve, env }: { rules: NetworkRules; resolve: Resolve; env: Environment },
): Promise<Place> {
  const literal = isAddress(target.host);
  const through = literal && rules.namesAddress(target.host, target.port) ? undefined : upstreamFor(env, target);
  if (through !== undefined && !literal) return { target, through };
  const found = literal ? [target.host] : await resolve(target.host);
  // The resolver may write addresses in forms of its own.
  const addresses = found.map((address) => canonicalHost(address)).filter((address) => address !== undefined);
  const forbidden = addresses.find((address) => isInternal(address) && !rules.namesAddress(address, target.port));
  if (forbidden !== undefined) throw internalAddress(target, forbidden);
  if (addresses.length === 0) throw new Error("the name has no address");
  return through === undefined ? { target, addresses } : { target, through };
}

/** Rejects when nobody answers within 20 s. */
export async function dial(place: Place): Promise<Socket> {
  const signal = AbortSignal.timeout(dialMs);
  if ("through" in place) return await dialThrough(place.through, place.target, signal);
  const addresses = place.addresses.map((address) => ({ address, family: isIP(address) }));
  const socket = connect({
    host: place.target.host,
    port: place.target.port,
    noDelay: true,
    autoSelectFamily: true,
    lookup: (_host, { all }, callback) => {
      const [first] = addresses;
      if (all) callback(null, addresses);
      else if (first !== undefined) callback(null, first.address, first.family);
    },
  });
  await settle(socket, "connect", signal);
  return socket;
}

export async function resolveBySystem(host: string): Promise<readonly string[]> {
  const { lookup } = process.getBuiltinModule("node:dns/promises");
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function internalAddress(target: Target, address: string): NetworkRefusal {
  const entry = formatTarget({ host: address, port: target.port });
  const what = target.host === address ? `${address} is an internal address` : `${target.host} leads to the internal address ${address}`;
  return new NetworkRefusal("internal-address", `${what}, which only its own entry in network.allow allows: "${entry}".`);
}
