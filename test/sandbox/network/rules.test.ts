import { expect } from "vitest";
import { FettleError } from "../../../src/contract/error.ts";
import { presets } from "../../../src/sandbox/network/presets.ts";
import { type ConnectionRecord, openRecords } from "../../../src/sandbox/network/record.ts";
import { isReading } from "../../../src/sandbox/network/request-kind.ts";
import { readRules } from "../../../src/sandbox/network/rules.ts";
import { parseAuthority } from "../../../src/sandbox/network/target.ts";
import { verifies } from "../../verifies.ts";

const none = { allow: [], write: [], tunnel: [] };

function allowed(allow: readonly string[], ...targets: string[]): string[] {
  const rules = readRules({ ...none, allow });
  return targets.filter((target) => rules.allowing(parseAuthority(target)!).length > 0);
}

verifies("network.lists", () => {
  expect([
    allowed(["a.com"], "a.com:80", "a.com:443", "a.com:22", "x.a.com:443"),
    allowed(["a.com:8080"], "a.com:8080", "a.com:443"),
    allowed(["*.a.com"], "x.a.com:443", "a.com:443", "x.a.com:8080"),
    allowed(["*.a.com:8080"], "x.a.com:443", "x.a.com:8080"),
    allowed(["[fd00::1]:5000"], "[fd00:0::1]:5000", "[fd00::1]:443"),
    allowed(["BÜCHER.example."], "xn--bcher-kva.example:443"),
    allowed([], "a.com:443"),
  ]).toEqual([
    ["a.com:80", "a.com:443"],
    ["a.com:8080"],
    ["x.a.com:443"],
    ["x.a.com:8080"],
    ["[fd00:0::1]:5000"],
    ["xn--bcher-kva.example:443"],
    [],
  ]);
});

verifies("network.lists", "an entry that is no host", () => {
  const wrong = [
    "*",
    "*.",
    "a.com:0",
    "a.com:99999",
    "http://a.com",
    "a.com/x",
    "u@a.com",
    "a b",
    "fd00::1",
    "*.1.2.3.4",
    "",
    "preset:npn",
    "preset:__proto__",
  ];
  const told = wrong.map((entry) => {
    try {
      readRules({ ...none, allow: [entry] });
      return "accepted";
    } catch (error) {
      return error instanceof FettleError && error.message.includes(JSON.stringify(entry.replace("preset:", "")))
        ? error.code
        : String(error);
    }
  });

  expect(told).toEqual(wrong.map(() => "config.invalid"));
});

verifies("network.presets", () => {
  const names = Object.keys(presets);
  const rules = readRules({ ...none, allow: ["preset:npm", "preset:github"] });
  const reads = (method: string, target: string, path: string, contentType?: string) => {
    const allowing = rules.allowing(parseAuthority(target)!);
    return allowing.length > 0 && isReading({ method, path, contentType, upgrade: false, disguised: false }, allowing);
  };

  expect(() => readRules({ ...none, allow: names.map((name) => `preset:${name}`) })).not.toThrow();
  expect({
    install: reads("GET", "registry.npmjs.org:443", "/left-pad"),
    audit: reads("POST", "registry.npmjs.org:443", "/-/npm/v1/security/advisories/bulk"),
    publish: reads("PUT", "registry.npmjs.org:443", "/left-pad"),
    login: reads("POST", "registry.npmjs.org:443", "/-/v1/login"),
    likeAudit: reads("POST", "registry.npmjs.org:443", "/x/-/npm/v1/security/advisories/bulk"),
    auditElsewhere: reads("POST", "api.github.com:443", "/-/npm/v1/security/advisories/bulk"),
    clone: reads("POST", "github.com:443", "/a/b.git/git-upload-pack", "application/x-git-upload-pack-request"),
    push: reads("POST", "github.com:443", "/a/b.git/git-receive-pack", "application/x-git-receive-pack-request"),
    pushBegins: reads("GET", "github.com:443", "/a/b.git/info/refs?service=git-receive-pack"),
    pushHidden: reads("GET", "github.com:443", "/a/b.git/info/refs?x=1&service=git%2Dreceive-pack"),
    gist: reads("POST", "api.github.com:443", "/gists"),
  }).toEqual({
    install: true,
    audit: true,
    publish: false,
    login: false,
    likeAudit: false,
    auditElsewhere: false,
    clone: true,
    push: false,
    pushBegins: false,
    pushHidden: false,
    gist: false,
  });
});

verifies("network.records", "a flood", () => {
  const told: ConnectionRecord[] = [];
  const records = openRecords((record) => told.push(record));
  const facts = {
    port: 443,
    address: undefined,
    method: "GET",
    decision: "deny",
    rule: "r",
    reason: undefined,
    bytesUp: 1,
    bytesDown: 0,
    ms: 1,
  } as const;

  for (let count = 0; count < 10_000; count++) records.add({ ...facts, host: `${"x".repeat(1000)}${count}` });
  for (let count = 0; count < 10_000; count++) records.add({ ...facts, host: `${count}.example` });
  records.close();

  const sum = told.reduce((times, record) => times + record.times, 0);
  expect({ sum, bounded: told.length <= 2200, longest: Math.max(...told.map(({ host }) => host.length)) }).toEqual({
    sum: 20_000,
    bounded: true,
    longest: 253,
  });
});
