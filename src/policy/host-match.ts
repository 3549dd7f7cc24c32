/** `example.com` matches itself, `*.example.com` every name below it. Hosts compare without regard to case or a trailing dot. */
export function hostMatches(host: string, allowed: string): boolean {
  const name = canonical(host);
  const rule = canonical(allowed);
  return rule.startsWith("*.") ? name.endsWith(rule.slice(1)) : name === rule;
}

function canonical(host: string): string {
  return host.toLowerCase().replace(/\.$/, "");
}
