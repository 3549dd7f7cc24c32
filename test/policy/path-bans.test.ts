import { expect } from "vitest";
import type { PolicyFacts } from "../../src/contract/policy.ts";
import { boxBans, searchBans } from "../../src/policy/path-bans.ts";
import { verifies } from "../verifies.ts";
import { factsOf } from "./facts.ts";
import { rulesOf } from "./judge.ts";

const rules = rulesOf(`
[[rule]]
path = "denied/**"
decision = "deny"

[[rule]]
path = "asked/**"
decision = "ask"

[[rule]]
path = "denied/free"
decision = "allow"

[[rule]]
path = "planned"
decision = "deny"
mode = "plan"
`);
const paths = ["denied/x", "denied/free", "asked/x", "planned", "free"];
const covered = (bans: ReturnType<typeof searchBans>) => paths.filter((path) => bans?.over(`/srv/project/${path}`) !== undefined);
const denied = ["denied/x", "denied/free"];

verifies("policy.searches", "by who is there, the mode, and what a call names", () => {
  const search = (given: Partial<PolicyFacts>, ...named: string[]) => covered(searchBans(factsOf({ rules, ...given }), named));
  expect(search({})).toEqual([...denied, "asked/x"]);
  expect(search({ attended: true }, ".")).toEqual([...denied, "asked/x"]);
  expect(search({ attended: true }, "asked")).toEqual(denied);
  expect(search({ yes: true })).toEqual(denied);
  expect(search({ mode: "plan" })).toEqual([...denied, "asked/x", "planned"]);
  const firm = rulesOf('[[rule]]\npath = "asked"\ndecision = "ask"\n', "organisation");
  expect(search({ rules: firm, yes: true })).toEqual(["asked/x"]);
  expect(searchBans(factsOf(), [])).toBeUndefined();
});

verifies("policy.searches", "a box keeps what somebody could be asked about only where nobody is there", () => {
  const box = (given: Partial<PolicyFacts>) => {
    const { read, write } = boxBans(factsOf({ rules, ...given }));
    expect(covered(write)).toEqual(covered(read));
    return covered(read);
  };
  expect(box({})).toEqual([...denied, "asked/x"]);
  expect(box({ attended: true })).toEqual(denied);
  expect(box({ yes: true })).toEqual(denied);
  expect(boxBans(factsOf()).read).toBeUndefined();
});

verifies("policy.searches", "only folders in which something may be are looked into", () => {
  const below = (pattern: string) => {
    const { read } = boxBans(factsOf({ rules: rulesOf(`[[rule]]\npath = ${JSON.stringify(pattern)}\ndecision = "deny"\n`) }));
    return ["/", "/srv/project", "/srv/project/a", "/srv/project/a/b", "/srv/project/z", "/etc"].filter((folder) => read?.below(folder));
  };
  const around = ["/", "/srv/project"];
  expect(below("a/*/c")).toEqual([...around, "/srv/project/a", "/srv/project/a/b"]);
  expect(below("A/b")).toEqual([...around, "/srv/project/a", "/srv/project/a/b"]);
  expect(below("**/.env")).toEqual([...around, "/srv/project/a", "/srv/project/a/b", "/srv/project/z"]);
  expect(below("/etc/x")).toEqual(["/", "/etc"]);
});
