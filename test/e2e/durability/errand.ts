/** A task of twenty steps with effects that can be counted, and a model that works on it from whatever the conversation shows. */
import { reply, type Block, type Reply, type SeenRequest, type Workspace } from "../../../src/testing/index.ts";

interface Task {
  tool: string;
  input: Readonly<Record<string, unknown>>;
  /** For what a crash left in doubt: a command that fails until the task is done. */
  look?: string;
}

/** The numbers that the commands append to `ledger.txt`, one line each. */
const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
const rounds = [1, 2, 3, 4];

/** What the model wants done, step by step. Two of five steps make two calls. */
const steps: readonly (readonly Task[])[] = rounds.flatMap((round) => [
  [append(round * 3 - 2)],
  [write(round)],
  [
    { tool: "read", input: { path: noteOf(round) } },
    { tool: "read", input: { path: "counter.txt", offset: round } },
  ],
  [edit(round)],
  [append(round * 3 - 1), append(round * 3)],
]);

export const files = { "counter.txt": "count 0\n1\n2\n3\n4\n" };

function append(number: number): Task {
  return { tool: "shell", input: { script: `echo ${number} >> ledger.txt` }, look: `grep -x ${number} ledger.txt` };
}

function write(round: number): Task {
  return { tool: "write", input: { path: noteOf(round), content: `note ${round}\n` } };
}

function edit(round: number): Task {
  return { tool: "edit", input: { path: "counter.txt", old: `count ${round - 1}`, new: `count ${round}` } };
}

function noteOf(round: number): string {
  return `notes/${round}.txt`;
}

/** The next step: every call of the first step that is not done throughout. When nothing is left, the answer. */
export function goOn({ conversation }: SeenRequest): Reply {
  const blocks = conversation.messages.flatMap((message) => message.blocks);
  for (const step of steps) {
    const due = step.flatMap((task) => nextCall(task, blocks) ?? []);
    if (due.length > 0) return due.reduce((said, { tool, input }) => said.tool(tool, input), reply());
  }
  return reply().text("All of it is done.");
}

/** What is to be called for the task now; undefined when it is done. */
function nextCall(task: Task, blocks: readonly Block[]): Pick<Task, "tool" | "input"> | undefined {
  const result = lastResult(task, blocks);
  if (result === undefined || result.text.includes("make the call again")) return task;
  if (result.ok) return undefined;
  if (task.look === undefined || !result.text.includes("Look at its effects")) throw new Error(`a surprise: ${result.text}`);
  const look = { tool: "shell", input: { script: task.look } };
  const seen = lastResult(look, blocks.slice(blocks.indexOf(result)));
  if (seen === undefined || seen.text.includes("was cut off")) return look;
  return seen.ok ? undefined : task;
}

type Result = Extract<Block, { type: "result" }>;

function lastResult({ tool, input }: Pick<Task, "tool" | "input">, blocks: readonly Block[]): Result | undefined {
  const wanted = JSON.stringify(input);
  const ids = new Set(
    blocks.flatMap((block) => (block.type === "call" && block.name === tool && JSON.stringify(block.input) === wanted ? block.id : [])),
  );
  return blocks.findLast((block): block is Result => block.type === "result" && ids.has(block.callId));
}

/** What the errand leaves when every effect has happened exactly once. */
export const done = {
  ledger: numbers,
  counter: "count 4\n1\n2\n3\n4\n",
  notes: rounds.map((round) => `note ${round}\n`),
};

/** What it has left so far; the ledger in the order of the numbers. */
export async function lookAt(workspace: Workspace): Promise<typeof done> {
  const ledger = workspace.exists("ledger.txt") ? await workspace.read("ledger.txt") : "";
  return {
    ledger: ledger
      .split("\n")
      .filter(Boolean)
      .map(Number)
      .sort((a, b) => a - b),
    counter: await workspace.read("counter.txt"),
    notes: await Promise.all(rounds.map(noteOf).filter(workspace.exists).map(workspace.read)),
  };
}
