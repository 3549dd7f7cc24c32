/** Names of hosts, in the one form in which they are compared, resolved and dialled. */

/**
 * A host as it is written in a URL, a header or a list of hosts, in canonical form: lower case, international names as punycode, no trailing
 * dot, IPv4 addresses in any notation (decimal, octal, hexadecimal, mapped into IPv6) as four numbers, IPv6 addresses shortest and without
 * brackets. Undefined for what is no host: control characters, blanks, a user, a port, a path, an escape, a zone, an empty or too long label.
 */
export function canonicalHost(text: string): string | undefined {
  // What a URL would take for the end of the host, decode or drop.
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (text.length > 1024 || /[\u0000-\u0020\u007f-\u00a0/\\?#@%]/.test(text)) return undefined;
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (bare.includes(":")) return canonicalV6(bare);
  if (bare !== text) return undefined;
  const name = URL.parse(`http://${text}/`)?.hostname.replace(/\.$/, "");
  return name !== undefined && isName(name) ? name : undefined;
}

/** `example.com` matches itself, `*.example.com` every name below it. What is no host matches nothing. */
export function hostMatches(host: string, rule: string): boolean {
  const name = canonicalHost(host);
  const wanted = canonicalRule(rule);
  return name !== undefined && wanted !== undefined && canonicalMatches(name, wanted);
}

/** The same for what is in canonical form already. */
export function canonicalMatches(host: string, rule: string): boolean {
  return rule.startsWith("*.") ? host.endsWith(rule.slice(1)) : host === rule;
}

/** The canonical form of `example.com` or `*.example.com`; undefined for anything else, a star for all hosts among it. */
export function canonicalRule(rule: string): string | undefined {
  if (!rule.startsWith("*.")) return canonicalHost(rule);
  const name = canonicalHost(rule.slice(2));
  // There is nothing below an address.
  return name === undefined || isAddress(name) ? undefined : `*.${name}`;
}

/** Whether a canonical host is an address: no name ends in a number. */
export function isAddress(host: string): boolean {
  return host.includes(":") || /(^|\.)\d+$/.test(host);
}

function isName(name: string): boolean {
  return name.length <= 253 && name.split(".").every((label) => /^[a-z0-9_-]{1,63}$/.test(label));
}

function canonicalV6(text: string): string | undefined {
  const address = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(address ?? "") ?? [];
  if (high === undefined || low === undefined) return address;
  return [high, low]
    .map((part) => Number.parseInt(part, 16))
    .flatMap((part) => [part >> 8, part & 255])
    .join(".");
}
