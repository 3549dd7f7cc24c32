/**
 * Secrets that commands use without having them: the box sees a sentinel in their place, which becomes the real value on the way to the
 * secret's own hosts, and which no other host gets to see.
 */
import { randomBytes } from "node:crypto";
import { FettleError } from "../../contract/error.ts";
import type { Environment } from "../../contract/provider.ts";
import { NetworkRefusal } from "./refusal.ts";
import { covers, type HostRule, toHostRule } from "./rules.ts";
import type { Target } from "./target.ts";

export interface SecretRule {
  /** Where the real value goes: `host`, `host:port`, `*.host`; without a port only 443. */
  hosts?: readonly string[];
  /** Whether it is put into the query of a URL, too. Default: only into headers. */
  query?: boolean;
}

/** Name and value of a header, in the order they came. */
export type Header = readonly [name: string, value: string];

export interface Secrets {
  /** What commands see: variable → sentinel. */
  env: Readonly<Record<string, string>>;
  /** Refuses a request whose head carries a sentinel to a host that is not the secret's own. */
  inject(
    head: { path: string; headers: readonly Header[] },
    target: Target,
  ): { path: string; headers: Header[]; injected: readonly string[] };
  /** For the bytes of a body, in order: throws a refusal when a sentinel shows in the first 64 KiB on the way to a host that is not its own. */
  watch(target: Target): ((chunk: Buffer) => void) | undefined;
}

interface Secret {
  name: string;
  sentinel: string;
  value: string;
  hosts: readonly HostRule[];
  query: boolean;
}

const watchedBytes = 64 * 1024;

/** Variables that are not set are left out. Throws `config.invalid` for a host that is none, and for a value that no header can carry. */
export function openSecrets(rules: Readonly<Record<string, SecretRule>>, env: Environment): Secrets {
  const secrets = Object.entries(rules).flatMap(([name, rule]) => toSecret(name, rule, env[name]));

  return {
    env: Object.fromEntries(secrets.map(({ name, sentinel }) => [name, sentinel])),
    inject({ path, headers }, target) {
      const injected = new Set<string>();
      const put = (text: string, allowed: (secret: Secret) => boolean): string => {
        let changed = text;
        for (const secret of secrets) {
          if (!changed.includes(secret.sentinel)) continue;
          if (!isOwn(secret, target)) throw leaves(secret, target);
          if (!allowed(secret)) continue;
          changed = changed.replaceAll(secret.sentinel, secret.value);
          injected.add(secret.value);
        }
        return changed;
      };
      const changed = {
        path: putIntoPath(path, put),
        headers: headers.map(([name, value]): Header => [put(name, () => false), putIntoValue(name, value, put)]),
      };
      return { ...changed, injected: [...injected] };
    },
    watch(target) {
      const foreign = secrets.filter((secret) => !isOwn(secret, target));
      if (foreign.length === 0) return undefined;
      const longest = Math.max(...foreign.map(({ sentinel }) => sentinel.length));
      let seen = 0;
      let tail = "";
      return (chunk) => {
        if (seen >= watchedBytes) return;
        const text = tail + chunk.subarray(0, watchedBytes - seen).toString("latin1");
        const found = foreign.find(({ sentinel }) => text.includes(sentinel));
        if (found !== undefined) throw leaves(found, target);
        seen += chunk.length;
        tail = text.slice(1 - longest);
      };
    },
  };
}

function toSecret(name: string, { hosts = [], query = false }: SecretRule, value: string | undefined): Secret[] {
  const at = `secrets.${name}`;
  if (value === undefined || value === "") return [];
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u001f\u007f]|[^\u0000-\u00ff]/.test(value))
    throw new FettleError("config.invalid", `The value of ${name} has characters that no header can carry`, {
      at,
      hint: `Set ${name} to the bare secret, without line breaks.`,
    });
  const sentinel = `fettle-sentinel-${randomBytes(16).toString("hex")}`;
  return [{ name, sentinel, value, hosts: hosts.map((host) => toHostRule(host, `${at}.hosts`, [443])), query }];
}

function isOwn({ hosts }: Secret, target: Target): boolean {
  return hosts.some((rule) => covers(rule, target));
}

type Put = (text: string, allowed: (secret: Secret) => boolean) => string;

function putIntoPath(path: string, put: Put): string {
  const start = path.indexOf("?");
  const [before, query] = start === -1 ? [path, ""] : [path.slice(0, start), path.slice(start)];
  // Escaped it is as telling, but nothing that a program writes by itself.
  put(unescape(path), () => false);
  return put(before, () => false) + putIntoQuery(query, put);
}

function putIntoQuery(query: string, put: Put): string {
  // The value is escaped as a whole; the rest of the query stays as it is.
  return query.replace(/fettle-sentinel-[\da-f]{32}/g, (sentinel) => {
    const value = put(sentinel, ({ query }) => query);
    return value === sentinel ? sentinel : encodeURIComponent(value);
  });
}

function putIntoValue(name: string, value: string, put: Put): string {
  const [, scheme, encoded] = /^(basic) +([\w+/=-]+) *$/i.exec(value) ?? [];
  if (!/^(proxy-)?authorization$/i.test(name) || scheme === undefined || encoded === undefined) return put(value, () => true);
  const plain = Buffer.from(encoded, "base64").toString("latin1");
  const changed = put(plain, () => true);
  return changed === plain ? value : `${scheme} ${Buffer.from(changed, "latin1").toString("base64")}`;
}

function unescape(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function leaves({ name, hosts }: Secret, { host }: Target): NetworkRefusal {
  const own = hosts.length === 0 ? "no host" : hosts.map(({ entry }) => entry).join(", ");
  return new NetworkRefusal("secrets", `The request carries the stand-in of ${name} to ${host}, but ${name} is for ${own}.`);
}
