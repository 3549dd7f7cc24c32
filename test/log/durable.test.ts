import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { verifies } from "../verifies.ts";
import { temporaryHome } from "./helpers.ts";

const canTrace = spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;

/** What the process asked of the kernel from its first append on: writes, syncs and renames, with the names of files. */
function traced(home: string): string[] {
  const trace = join(home, "trace");
  const program = join(import.meta.dirname, "processes/durable.ts");
  const calls = ["-e", "trace=write,fdatasync,fsync,rename", "-y", "-s", "60", "-o", trace];
  expect(spawnSync("strace", [...calls, process.execPath, program, home]).status).toBe(0);
  const steps = readFileSync(trace, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, call, file, rest = ""] = /^(\w+)\((?:\d+<([^>]*)>|"[^"]*")(.*)/.exec(line) ?? [];
      const said = /(\w+) returned/.exec(rest)?.[0];
      return call === undefined ? [] : [said ?? `${call} ${(file ?? /, "([^"]*)"/.exec(rest)?.[1] ?? "").replace(/.*\//, "")}`];
    });
  return steps.slice(steps.lastIndexOf("plain returned"));
}

describe.skipIf(!canTrace)("needs strace, to see what the kernel is asked", () => {
  verifies("log.durable", () => {
    using at = temporaryHome();
    const steps = traced(at.home);
    const [durable, turn] = [steps.indexOf("durable returned"), steps.indexOf("turn returned")];
    const log = "events-0001.jsonl";

    expect(steps.slice(1, 3)).toEqual([`write ${log}`, `fdatasync ${log}`]);
    expect(steps.slice(3, durable).map((step) => step.split(" ")[0])).toEqual(["fsync", "fsync", "fsync"]);
    expect(steps.slice(durable + 1, durable + 3)).toEqual([`write ${log}`, `fdatasync ${log}`]);
    expect(steps.slice(turn - 3, turn)).toEqual(["write checkpoint.new", "fsync checkpoint.new", "rename checkpoint"]);
  });
});
