import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage } from "./harness.ts";

/** Nobody else sleeps for so long. */
const daemon = "31415.9265";

const checks: [what: string, command: string, reason: RegExp][] = [
  ["is missing", "no-such-program --now", /could not run: .* is missing here/],
  ["needs a terminal", "tty", /fails with exit code 1, as it did before the work \(.*\): it needs a terminal, which checks do not have/],
  [
    "needs the network",
    `python3 -c "import urllib.request as u; u.urlopen('http://example.org')"`,
    /fails with exit code 1, as it did before the work \(.*\): it needs the network, which checks do not have/,
  ],
  ["never ends", "sleep 1000", /was ended after \d+ s without a result/],
  ["prints without measure", "head -c 200000000 /dev/zero | tr '\\0' x", /passes/],
  ["leaves a daemon", `(setsid sleep ${daemon} > /dev/null 2>&1 &) && echo started`, /passes/],
  ["asks a question", "read -r answer", /fails with exit code 1/],
];

verifies("verify.hard-checks", async () => {
  await using stage = await setStage({ files: { "a.txt": "" } });
  const { code, events } = await stage.exec(["--model", "none", "--quiet", ...checks.flatMap(([, command]) => ["--check", command])], {
    env: { FETTLE_CHECK_TIMEOUT: "20s" },
    timeoutMs: 280_000,
  });
  const reasons = eventsOf(events, "verdict.reached").at(-1)!.reasons;
  const told = checks.map(([what], index) => [what, reasons.find((reason) => reason.startsWith(`--check ${index + 1} `)) ?? ""]);
  expect(told).toEqual(checks.map(([what, , reason]) => [what, expect.stringMatching(reason)]));
  expect(code).toBe(4);
  expect({ kept: bytesBelow(stage.home) < 32 * 1024 * 1024, daemons: processesWith(daemon) }).toEqual({ kept: true, daemons: [] });
});

function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** Ids of processes of this machine whose command line holds `text`. */
function processesWith(text: string): string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && commandLine(name).includes(`sleep\0${text}\0`));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
