import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { basename } from "node:path";
import { expect } from "vitest";
import { makeBoxFolder } from "../../src/agent/box-folder.ts";
import { processStart } from "../../src/lib/process-start.ts";
import { createWorkspace } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";

verifies("agent.box-folder", async () => {
  await using memory = await createWorkspace({ files: { "fettle-notes": "" } });
  const env = { XDG_RUNTIME_DIR: memory.root };
  const namespace = /\d+/.exec(readlinkSync("/proc/self/ns/pid"))![0];
  const other = spawn("sleep", ["1000"]);
  const start = processStart(other.pid!)!;
  const named = (name: string) => {
    mkdirSync(memory.path(`${name}/pipes`), { recursive: true });
    return name;
  };
  const alive = named(`fettle-${namespace}-${other.pid}-${start}-AAAAAA`);
  const reused = named(`fettle-${namespace}-${other.pid}-${Number(start) - 1}-BBBBBB`);
  const elsewhere = named(`fettle-1-${other.pid}-1-CCCCCC`);
  const own = makeBoxFolder(env, "/nonexistent");
  const left = () => readdirSync(memory.root).sort();

  const kept = [alive, elsewhere, "fettle-notes", basename(own.path)].sort();
  expect({ left: left(), reused: left().includes(reused) }).toEqual({ left: kept, reused: false });

  const ended = once(other, "exit");
  other.kill("SIGKILL");
  await ended;
  const next = makeBoxFolder(env, "/nonexistent");
  expect(left()).toEqual([...kept.filter((name) => name !== alive), basename(next.path)].sort());

  own.remove();
  next.remove();
  expect(left()).toEqual([elsewhere, "fettle-notes"].sort());
});

verifies("agent.box-folder", "a link is removed, not what it leads to", async () => {
  await using memory = await createWorkspace();
  await using precious = await createWorkspace({ files: { "a.txt": "a" } });
  const namespace = /\d+/.exec(readlinkSync("/proc/self/ns/pid"))![0];
  symlinkSync(precious.root, memory.path(`fettle-${namespace}-${process.pid}-1-AAAAAA`));
  const { path } = makeBoxFolder({ XDG_RUNTIME_DIR: memory.root }, "/nonexistent");
  expect({ left: readdirSync(memory.root), precious: precious.exists("a.txt") }).toEqual({ left: [basename(path)], precious: true });
  rmSync(path, { recursive: true });
});
