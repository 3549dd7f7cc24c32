import type { Agent } from "./agent.ts";
import type { Measured } from "./process.ts";
import type { Report } from "./server.ts";

/** One thing to measure. Each agent does it once a round, in turn, so that whatever else the machine does meets all of them. */
export interface Scenario<B = Bench> {
  name: string;
  /** One sentence for the reader of the table. */
  does: string;
  rounds: number;
  applies(agent: Agent): boolean;
  /** Throws when the agent did not do what it was to do. */
  sample(agent: Agent, bench: B): Promise<Record<string, number>>;
}

/** What a scenario may ask of the runner. */
export interface Bench {
  /** Runs the agent with these arguments. */
  launch(agent: Agent, args: readonly string[]): Promise<Measured>;
  /** Gives the agent a prompt and a model that calls its shell with these scripts. */
  work(agent: Agent, work: Work): Promise<Measured & Report>;
}

/** A shell script, and what it prints, which must not be part of it. */
export interface Step {
  script: string;
  prints: string;
}

export interface Work {
  steps: readonly Step[];
  sandboxed?: boolean;
  /** Default: a new empty folder. */
  workspace?: string;
}
