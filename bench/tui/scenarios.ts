import { setTimeout as delay } from "node:timers/promises";
import type { Agent } from "../agent.ts";
import type { Scenario } from "../scenario.ts";
import { median, quantile } from "../statistics.ts";
import { history, stream } from "./answers.ts";
import type { AgentTerminal } from "./agent-terminal.ts";
import type { TerminalBench } from "./terminal-bench.ts";

/** As fast typists type. */
const KEY_EVERY_MS = 60;
const IDLE_MS = 10_000;
const TOKENS = 600;
const TOKEN_EVERY_MS = 10;
const PASTE_MS = 300;
/** After an answer, for what an agent does at the end of a turn. */
const REST_MS = 1_500;
const ANSWER_TIMEOUT_MS = 600_000;

/** No two alike, so that each is seen when it comes. */
const characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

export const start: Scenario<TerminalBench> = {
  name: "tui-start",
  does: "from the start of the process to its prompt on the screen; then typing, from a key to its character",
  rounds: 7,
  applies: (agent) => agent.terminal !== undefined,
  async sample(agent, bench) {
    using terminal = bench.open(agent);
    const readyMs = await terminal.untilSeen(agent.terminal!.ready);
    const echoes: number[] = [];
    for (const character of characters) {
      await delay(KEY_EVERY_MS);
      echoes.push(await terminal.echo(character));
    }
    return {
      "prompt ms": readyMs - terminal.startedMs,
      "echo ms": median(echoes),
      "echo p95 ms": quantile(echoes, 0.95),
      "MB at the prompt": terminal.memoryMb().largest,
    };
  },
};

export const streaming: Scenario<TerminalBench> = {
  name: "tui-stream",
  does: `${TOKENS} tokens of Markdown, one every ${TOKEN_EVERY_MS} ms, after 1,800 and after 18,000 lines; then ${IDLE_MS / 1000} s of nothing; memory is that of the agent's largest process, with what it shares with others`,
  rounds: 1,
  applies: (agent) => agent.terminal !== undefined && agent.work !== undefined,
  async sample(agent, bench) {
    using terminal = bench.open(agent);
    await terminal.untilSeen(agent.terminal!.ready);
    const atPrompt = terminal.memoryMb();
    await fill(1_800, { agent, bench, terminal });
    const short = await measureStream({ agent, bench, terminal });
    const afterFew = terminal.memoryMb();
    await fill(18_000 - 1_800, { agent, bench, terminal });
    const long = await measureStream({ agent, bench, terminal });
    const afterMany = terminal.memoryMb();
    const idle = terminal.cpuMs();
    await delay(IDLE_MS);
    return {
      "CPU ms/token": short.cpuMs,
      "CPU ms/token, 18,000": long.cpuMs,
      "B/token": short.bytes,
      "B/token, 18,000": long.bytes,
      "late ms, 18,000": long.lateMs,
      "MB, 0": atPrompt.largest,
      "MB, 1,800": afterFew.largest,
      "MB, 18,000": afterMany.largest,
      "tree MB, 18,000": afterMany.tree,
      "idle CPU %": (100 * (terminal.cpuMs() - idle)) / IDLE_MS,
    };
  },
};

interface Stage {
  agent: Agent;
  bench: TerminalBench;
  terminal: AgentTerminal;
}

/** Marks that tell the ends of answers apart. */
let answers = 0;

async function fill(lines: number, { agent, bench, terminal }: Stage): Promise<void> {
  const mark = `END${answers++}`;
  await bench.script(agent, { tokens: history(lines, mark), everyMs: 0 });
  await ask(terminal, mark);
  await delay(REST_MS);
}

/** Per token; `lateMs`: from when the last token was sent to its being on the screen. */
async function measureStream({ agent, bench, terminal }: Stage): Promise<{ cpuMs: number; bytes: number; lateMs: number }> {
  const begin = `BEGIN${answers}`;
  const end = `END${answers++}`;
  await bench.script(agent, { tokens: stream(TOKENS, begin, end), everyMs: TOKEN_EVERY_MS });
  await ask(terminal, begin);
  const before = { cpuMs: terminal.cpuMs(), bytes: terminal.bytes };
  const seenMs = await seen(terminal, end);
  const cpuMs = terminal.cpuMs() - before.cpuMs;
  const bytes = terminal.bytes - before.bytes;
  const { exchanges } = await bench.report();
  await delay(REST_MS);
  return { cpuMs: cpuMs / TOKENS, bytes: bytes / TOKENS, lateMs: seenMs - exchanges.at(-1)!.answeredMs - TOKENS * TOKEN_EVERY_MS };
}

/** Resolves when the answer has got to the mark. */
async function ask(terminal: AgentTerminal, mark: string): Promise<void> {
  terminal.type("go on");
  // Some take what comes at once for a paste, in which Enter is a newline.
  await delay(PASTE_MS);
  terminal.type("\r");
  await seen(terminal, mark);
}

async function seen(terminal: AgentTerminal, mark: string): Promise<number> {
  return await terminal.untilSeen(new RegExp(`${mark}\\b`), ANSWER_TIMEOUT_MS);
}
