/** Which addresses belong to this machine, its network or its cloud: a name on the internet must not lead there. */
import { BlockList } from "node:net";

const internal = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // Clouds answer with credentials at 169.254.169.254.
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  // Multicast, and all that is reserved above it.
  ["224.0.0.0", 3],
] as const)
  internal.addSubnet(network, prefix);

/** Alibaba's and Oracle's metadata services lie in the ranges above; these are in nobody's. */
internal.addAddress("168.63.129.16");

const globalV6 = new BlockList();
globalV6.addSubnet("2000::", 3, "ipv6");

const specialV6 = new BlockList();
for (const [network, prefix] of [
  // Teredo and other protocol assignments; documentation.
  ["2001::", 23],
  ["2001:db8::", 32],
  ["3fff::", 20],
] as const)
  specialV6.addSubnet(network, prefix, "ipv6");

/**
 * Whether an address in canonical form (host.ts) is anything but a public one: loopback, link-local, private, shared, multicast, reserved,
 * metadata. IPv6 addresses that carry an IPv4 address (NAT64, 6to4) are what that is; what is no address is internal.
 */
export function isInternal(address: string): boolean {
  if (!address.includes(":")) return !/^(\d{1,3}\.){3}\d{1,3}$/.test(address) || internal.check(address, "ipv4");
  const carried = carriedV4(address);
  if (carried !== undefined) return internal.check(carried, "ipv4");
  return !globalV6.check(address, "ipv6") || specialV6.check(address, "ipv6");
}

/** The IPv4 address in 64:ff9b::/96 and 2002::/16. */
function carriedV4(address: string): string | undefined {
  const words = expand(address);
  const [high, low] =
    words[0] === 0x64 && words[1] === 0xff9b && words.slice(2, 6).every((word) => word === 0)
      ? words.slice(6)
      : words[0] === 0x2002
        ? words.slice(1)
        : [];
  if (high === undefined || low === undefined) return undefined;
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** The eight words of an IPv6 address. */
function expand(address: string): number[] {
  const [before = "", after] = address.split("::");
  const words = (text: string) => (text === "" ? [] : text.split(":").map((word) => Number.parseInt(word, 16)));
  const [head, tail] = [words(before), words(after ?? "")];
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}
