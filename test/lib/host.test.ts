import { expect } from "vitest";
import { isInternal } from "../../src/lib/address.ts";
import { canonicalHost, hostMatches } from "../../src/lib/host.ts";
import { verifies } from "../verifies.ts";

verifies("network.hosts-canonical", "C61: every way to write a host", () => {
  const forms: Record<string, string | undefined> = {
    "Example.COM": "example.com",
    "example.com.": "example.com",
    "example.com..": undefined,
    "bücher.example": "xn--bcher-kva.example",
    "ＥＸＡＭＰＬＥ.com": "example.com",
    "example。com": "example.com",
    "exa\u00admple.com": "example.com",
    "2130706433": "127.0.0.1",
    "0x7f.1": "127.0.0.1",
    "0177.0.0.1": "127.0.0.1",
    "127.1": "127.0.0.1",
    "127.0.0.1.": "127.0.0.1",
    "[::1]": "::1",
    "[::FFFF:127.0.0.1]": "127.0.0.1",
    "[::ffff:7f00:1]": "127.0.0.1",
    "[0:0:0:0:0:0:0:1]": "::1",
    "[fe80::1%25eth0]": undefined,
    "1.2.3.4.5": undefined,
    "256.1.1.1": undefined,
    "example.1": undefined,
    "[example.com]": undefined,
    "": undefined,
    ".": undefined,
    ".example.com": undefined,
    "a..b": undefined,
    "allowed.com\0.evil.com": undefined,
    "allowed.com\r\nx": undefined,
    "allowed.com evil.com": undefined,
    "user@evil.com": undefined,
    "evil.com/allowed.com": undefined,
    "evil.com#allowed.com": undefined,
    "evil.com?allowed.com": undefined,
    "evil.com\\allowed.com": undefined,
    "%65vil.com": undefined,
    [`${"a".repeat(64)}.com`]: undefined,
    [`${"abc.".repeat(64)}com`]: undefined,
  };

  expect(Object.fromEntries(Object.keys(forms).map((form) => [form, canonicalHost(form)]))).toEqual(forms);
});

verifies("network.hosts-canonical", "C61: what is like a listed host is not one", () => {
  const matches = (rule: string, ...hosts: string[]) => hosts.filter((host) => hostMatches(host, rule));

  expect([
    matches(
      "allowed.com",
      "allowed.com",
      "ALLOWED.com.",
      "allowed.com.evil.com",
      "evilallowed.com",
      "x.allowed.com",
      "allowed.com\0",
      "a@allowed.com",
    ),
    matches("*.allowed.com", "x.allowed.com", "a.b.allowed.com", "allowed.com", "xallowed.com", "x.allowed.com.evil.com"),
    matches("*", "allowed.com", "*"),
    matches("*.0.0.1", "127.0.0.1"),
    matches("127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "127.0.0.2"),
  ]).toEqual([["allowed.com", "ALLOWED.com."], ["x.allowed.com", "a.b.allowed.com"], [], [], ["2130706433", "[::ffff:127.0.0.1]"]]);
});

verifies("network.addresses", () => {
  const internal = [
    ..."0.0.0.0 0.1.2.3 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 127.255.1.1 169.254.169.254 172.16.0.1 172.31.255.255".split(" "),
    ..."192.0.0.192 192.168.1.1 198.18.0.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 168.63.129.16".split(" "),
    ..."[::] [::1] [fe80::1] [fd00:ec2::254] [fc00::1] [ff02::1] [::ffff:10.0.0.1] [::10.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::1]".split(
      " ",
    ),
    ..."[2002:7f00:1::] [2001::1] [2001:db8::1] [100::1]".split(" "),
  ];
  const open = "1.1.1.1 93.184.216.34 172.32.0.1 100.128.0.1 [2606:4700::1111] [2a00::1] [64:ff9b::101:101] [2002:101:101::]".split(" ");
  const judge = (addresses: readonly string[]) => addresses.filter((address) => isInternal(canonicalHost(address) ?? "no host"));

  expect(judge(internal)).toEqual(internal);
  expect(judge(open)).toEqual([]);
  expect(isInternal("example.com")).toBe(true);
});
