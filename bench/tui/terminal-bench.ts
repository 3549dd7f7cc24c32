import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Agent } from "../agent.ts";
import type { Model } from "../model.ts";
import type { Answer, Report } from "../server.ts";
import { AgentTerminal } from "./agent-terminal.ts";

/** What a scenario at a terminal may ask of the runner. */
export interface TerminalBench {
  /** Starts the agent at a terminal, in an empty workspace and a home that it keeps from run to run. */
  open(agent: Agent): AgentTerminal;
  /** What the model says to the next prompt. */
  script(agent: Agent, answer: Answer): Promise<void>;
  /** Of the requests since. */
  report(): Promise<Report>;
}

export function openTerminalBench({ folder, peers, model }: { folder: string; peers: string; model: Model }): TerminalBench {
  return {
    open(agent) {
      const home = join(folder, agent.name, "home");
      const dir = join(folder, agent.name, "workspace");
      for (const made of [home, dir]) mkdirSync(made, { recursive: true });
      const { args, env } = agent.terminal!.open({ dir, home, url: model.url });
      return new AgentTerminal({
        argv: [...agent.command(peers), ...args],
        cwd: dir,
        env: {
          HOME: home,
          LANG: "C.UTF-8",
          PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
          SHELL: "/bin/bash",
          TERM: "xterm-256color",
          ...env,
        },
      });
    },
    script: (agent, answer) => model.play({ tool: agent.shell!.tool, steps: [], answer }),
    report: () => model.report(),
  };
}
