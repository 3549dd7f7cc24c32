import { expect } from "vitest";
import { modes, type PolicyFacts } from "../../src/contract/policy.ts";
import { verifies } from "../verifies.ts";
import { allow, decision, judge, rulesOf } from "./judge.ts";

/** Everything that a person or a rule could do to have it done. */
const weakened: Partial<PolicyFacts>[] = [
  ...modes.map((mode) => ({ mode, yes: true })),
  { rules: rulesOf('[[rule]]\ntool = "shell"\ndecision = "allow"\n') },
  { rules: rulesOf(["rm", "git", "npm", "sudo", "find", "mv"].map((name) => allow(name)).join("")) },
  { confined: false, boxless: true, yes: true },
];
const everywhere = (script: string, attended: boolean) => new Set(weakened.map((facts) => decision(script, { ...facts, attended })));

verifies("policy.floor", "A11: every spelling of removing root, home or a parent folder", () => {
  const removals = [
    "rm -fr /",
    "rm -r -f ~",
    "rm --recursive --force ~",
    "rm -rf $(echo ~)",
    "rm -rf ~/",
    "rm -rf /*",
    'rm -rf "$HOME"',
    "rm -rf ..",
    "rm -rf ../other",
    "/bin/rm -rf /",
    "env rm -rf /",
    "sh -c 'rm -rf /'",
    "true && rm -rf /",
    "find / -delete",
    "find ~ -exec rm -rf {} +",
    "ls | xargs rm -rf",
  ];
  expect(
    removals.filter((script) => [...everywhere(script, false), ...everywhere(script, true)].some((ruled) => ruled !== "deny")),
  ).toEqual([]);
  expect(judge("rm -fr /")).toMatchObject({ rule: "removal", where: "default", code: "floor", firm: true });
  // Positive control: removing what the task is about is free in the box.
  expect(["rm -rf build", "rm -rf ./a/b", "rm x"].map((script) => decision(script))).toEqual(["allow", "allow", "allow"]);
});

verifies("policy.floor", "D74: sudo, su, doas and polkit are denied, whoever is there", () => {
  const more = ["sudo ls", "sudo -S rm x", "su -c ls", "doas ls", "pkexec ls", "echo pw | sudo -S ls", "env sudo ls"];
  expect(more.filter((script) => [...everywhere(script, false), ...everywhere(script, true)].some((ruled) => ruled !== "deny"))).toEqual(
    [],
  );
  expect(decision("ls")).toBe("allow");
});

verifies("policy.floor", "forced pushes and publishing are put to a person, and denied where there is none", () => {
  const scripts = [
    "git push --force",
    "git push -f origin main",
    "git push origin +main",
    "npm publish",
    "cargo publish",
    "git -C . push --force",
  ];
  expect(scripts.filter((script) => [...everywhere(script, false)].some((ruled) => ruled !== "deny"))).toEqual([]);
  const attended = new Set(scripts.flatMap((script) => [...everywhere(script, true)]));
  expect(attended.has("allow")).toBe(false);
  expect(decision("git push --force", { attended: true })).toBe("ask");
  expect(decision("npm publish --dry-run")).toBe("allow");
});
