import { mkdirSync, mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Agent } from "./agent.ts";
import type { Model } from "./model.ts";
import { measure, type Measured } from "./process.ts";
import type { Bench } from "./scenario.ts";

const LAUNCH_TIMEOUT_MS = 60_000;
const STEP_TIMEOUT_MS = 2_000;
const PROMPT = "Run the commands.";

/** `folder` holds a home for each agent, `peers` the installed ones. */
export function openBench({ folder, peers, model }: { folder: string; peers: string; model: Model }): Bench {
  const homeOf = ({ name }: Agent): string => {
    const home = join(folder, name);
    mkdirSync(home, { recursive: true });
    return home;
  };
  /** Nothing of the person's own settings reaches an agent. */
  const environment = (agent: Agent): Record<string, string> => ({
    HOME: homeOf(agent),
    LANG: "C.UTF-8",
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    SHELL: "/bin/bash",
    TERM: "dumb",
  });

  return {
    async launch(agent, args) {
      const argv = [...agent.command(peers), ...args];
      const measured = await measure({ argv, cwd: folder, env: environment(agent), timeoutMs: LAUNCH_TIMEOUT_MS });
      if (measured.exitCode !== 0) throw new Error(outcome(measured));
      return measured;
    },
    async work(agent, { steps, sandboxed = false, workspace }) {
      if (agent.work === undefined || agent.shell === undefined) throw new Error(`${agent.name} is no agent`);
      const { shell } = agent;
      using empty = mkdtempDisposableSync(join(tmpdir(), "fettle-bench-"));
      const dir = workspace ?? empty.path;
      const { args, env } = agent.work({ prompt: PROMPT, dir, home: homeOf(agent), url: model.url, sandboxed });
      await model.play({ tool: shell.tool, steps: steps.map(({ script, prints }) => ({ input: shell.input(script), prints })) });
      const measured = await measure({
        argv: [...agent.command(peers), ...args],
        cwd: dir,
        env: { ...environment(agent), ...env },
        timeoutMs: LAUNCH_TIMEOUT_MS + steps.length * STEP_TIMEOUT_MS,
      });
      const report = await model.report();
      const { length } = report.exchanges;
      if (length !== steps.length + 1) throw new Error(`asked ${length} times instead of ${steps.length + 1}; ${outcome(measured)}`);
      const untold = report.exchanges.findIndex(({ told }) => !told);
      if (untold !== -1) throw new Error(`the model is not told what command ${untold} printed; ${outcome(measured)}`);
      return { ...measured, ...report };
    },
  };
}

function outcome({ exitCode, stderr }: Measured): string {
  const end = exitCode === null ? "ended when its time was over" : `exit code ${exitCode}`;
  return `${end}: ${stderr.trim().split("\n").slice(-3).join(" | ").slice(-400)}`;
}
