/** Does all works in a box, as whoever runs this, and prints a line of JSON for each. Argument: the folder of installed packages. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeBox, plain } from "../../boxes.ts";
import { removeAll } from "../../store/remove-all.ts";
import { repository, works, type Work } from "../works.ts";

const status = "git status --porcelain --ignored";
const request = { effect: "execute", thread: "t", turn: 1, item: "i", title: "shell" } as const;

for (const work of works(process.argv[2] ?? "")) {
  const came = await perform(work).catch((error: unknown) => ({ error: error instanceof Error ? error.stack : error }));
  console.log(JSON.stringify({ name: work.name, ...came }));
}

async function perform({ needs = "true", before = repository, job, script, prints }: Work): Promise<object> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-work-")));
  const [workspace, home] = [join(folder, "workspace"), join(folder, "person")];
  for (const made of [workspace, home]) mkdirSync(made);
  process.env["HOME"] = home;
  const outside = (script: string): string => execFileSync("bash", ["-c", script], { cwd: workspace, encoding: "utf8" });
  try {
    if (spawnSync("bash", ["-c", needs], { cwd: workspace }).status !== 0) return { missing: needs };
    outside(before);
    await using test = await makeBox("bubblewrap", { workspace });
    const { box } = test;
    const started = job && (await box.transaction(request, (inner) => inner.jobs.start(job.script, {}))).value;
    const ready = started === undefined || (await box.jobs.waitFor(started.id, job?.ready ?? /^/, 60_000));
    const { value, held } = await box.transaction(request, (inner) => inner.run(script, plain));
    const output = value.output.toString().trim();
    const seen = (await box.run(status, plain)).output.toString();
    if (started !== undefined) await box.jobs.stop(started.id);
    return {
      ready: ready || box.jobs.output(started.id, 0, 2000).text,
      exitCode: value.exitCode,
      output: prints.test(output) || output,
      held,
      inside: linesOf(seen),
      outside: linesOf(outside(`git --no-optional-locks ${status.slice(4)}`)),
      whole: outside("git fsck --strict --no-progress 2>&1"),
    };
  } finally {
    removeAll(folder);
  }
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
