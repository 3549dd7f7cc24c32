/**
 * `npm run bench -- verification`: what the harness adds to the checks that it runs. A model that answers at once makes one edit,
 * with a test of it, in projects whose checks take about 2 and 10 seconds. Counted is the time in which the model waits for the
 * harness: `whole`. Of that, `checks` are the commands themselves, as they ran in their boxes, beside which the same commands are run
 * as a person would, in turn in one run. `red-green` is told by itself, since it runs tests that nobody would have run otherwise.
 * The rest is the harness's `own`; a model that takes its time hides `begin`, which goes on beside its first reply.
 * Then the parts, each in a new process, of the code as it is built.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempDisposableSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import type { Event } from "../src/contract/event.ts";
import { fettle } from "./agents/fettle.ts";
import { type Model, startModel } from "./model.ts";
import { table } from "./table.ts";
import { measureParts } from "./verification/parts.ts";
import { commands, edit, makeProject, prints } from "./verification/project.ts";
import { toTimeline } from "./verification/timeline.ts";

const PROJECTS = [
  { name: "checks of 2 s", files: 5, rounds: 5 },
  { name: "checks of 10 s", files: 28, rounds: 3 },
];

type Sample = Record<string, number>;

export async function benchVerification(): Promise<void> {
  // Not below /tmp, which sandboxes replace by one of their own.
  using folder = mkdtempDisposableSync("/var/tmp/fettle-bench-verification-");
  using model = await startModel();
  console.log('verification: ms; "own" is "begin", "between" and "judge", its share that of "checks"');
  for (const { name, files, rounds } of PROJECTS) {
    const samples: Record<string, number[]> = {};
    // The first round fills caches.
    for (let round = 0; round <= rounds; round++) {
      const sample = await sampleOf(folder.path, { files, model });
      if (round > 0) for (const [metric, value] of Object.entries(sample)) (samples[metric] ??= []).push(value);
    }
    console.log(`\n${table({ [`${name}, median of ${rounds}`]: { samples } })}`);
  }
  const project = join(folder.path, "parts");
  makeProject(project, PROJECTS[0]!.files);
  const parts = await measureParts(folder.path, project);
  console.log(`\nparts, each in a new process, ms: the median, of an empty compile cache the first\n${table(parts)}`);
}

async function sampleOf(folder: string, { files, model }: { files: number; model: Model }): Promise<Sample> {
  const project = join(folder, "project");
  makeProject(project, files);
  const plain = [await plainMs(project), await plainMs(project)].reduce((sum, ms) => sum + ms, 0);
  const { whole, redGreen, ...parts } = toTimeline(await work(folder, { project, model }));
  const { begin, between, judge, checks } = parts;
  const own = begin + between + judge;
  const share = { "own %": (100 * own) / checks, "without begin %": (100 * (own - begin)) / checks };
  return { "plain, twice": plain, whole, ...parts, "red-green": redGreen, own, ...share };
}

async function plainMs(cwd: string): Promise<number> {
  const from = performance.now();
  for (const [program, ...args] of commands) {
    const [code] = (await once(spawn(program, args, { cwd, stdio: "ignore", env: { ...process.env, CI: "1" } }), "exit")) as [
      number | null,
    ];
    if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}`);
  }
  return performance.now() - from;
}

async function work(folder: string, { project, model }: { project: string; model: Model }): Promise<Event[]> {
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  const { args, env } = fettle.work!({ prompt: "Add half, with a test.", dir: project, home, url: model.url, sandboxed: true });
  await model.play({ tool: fettle.shell!.tool, steps: [{ input: fettle.shell!.input(edit), prints }] });
  const [program = "", ...first] = fettle.command("");
  const child = spawn(program, [...first, ...args], {
    cwd: project,
    env: { HOME: home, LANG: "C.UTF-8", PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = await text(child.stdout);
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);
}
