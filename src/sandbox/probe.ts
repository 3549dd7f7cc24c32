import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toErrorFacts } from "../contract/error.ts";
import type { BoxOptions, OpenBox, Probe } from "../contract/sandbox.ts";

const unlimited = { memoryBytes: 0, processes: 0 };

/** Opens a box on an empty folder and runs a command in it: nothing less shows that a machine can. */
export async function probeBox(open: (options: BoxOptions) => Promise<OpenBox>): Promise<Probe> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "fettle-probe-")));
  const workspace = join(folder, "workspace");
  try {
    await mkdir(workspace);
    await using box = await open({ workspace, stateDir: join(folder, "state"), readOnly: false, passEnv: [], limits: unlimited });
    const { exitCode } = await box.run("echo probe > file", { timeoutMs: 10_000 });
    if (exitCode === 0) return { available: true, findings: ["a command ran and wrote to its workspace"] };
    return { available: false, findings: [`the probing command ended with ${exitCode}`] };
  } catch (error) {
    const { message, hint } = toErrorFacts(error);
    return { available: false, findings: [message], ...(hint === undefined ? {} : { hint }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
