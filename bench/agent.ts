/** An agent that can be measured: how to start it, and what its shell tool looks like to a model. */
export interface Agent {
  name: string;
  /** What npm installs for it, by name and version; none for what is part of this repository. */
  packages?: readonly string[];
  /** Program and first arguments. `peers` is the folder that npm installed the peers into. */
  command(peers: string): readonly string[];
  /** Arguments that make it print its version, or do nothing, and end. */
  version?: readonly string[];
  help?: readonly string[];
  /** How to give it a prompt; absent for what is no agent. Writes its settings where it will look for them. */
  work?(job: Job): Launch;
  /** How it is used at a terminal; absent for what cannot be. */
  terminal?: AtTerminal;
  /** Its tool that runs a shell script, and the input for one. */
  shell?: { tool: string; input(script: string): Record<string, unknown> };
  /** Whether it can confine commands; then `job.sandboxed` may be true. */
  sandboxes?: boolean;
}

export interface AtTerminal {
  /** Is on the screen once a prompt can be typed. */
  ready: RegExp;
  /** As `work`, without a prompt. */
  open(job: Omit<Job, "prompt" | "sandboxed">): Launch;
}

export interface Job {
  prompt: string;
  /** The workspace. */
  dir: string;
  /** An empty home folder of its own, kept from run to run. */
  home: string;
  /** The model server, without a path. */
  url: string;
  sandboxed: boolean;
}

export interface Launch {
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}
