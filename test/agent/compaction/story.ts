/** What a model does in a thread that is compacted five times: grown from a seed, over what agents do all day. */
import { reply, type Reply, type SeenRequest } from "../../../src/testing/index.ts";
import { wholeFrom } from "../../random.ts";

/** How the script shows itself in the log of what has really been run. */
export interface Told {
  /** `$LOG`: outside of the workspace. */
  log: string;
}

/** One reply of the model, and what the person does just before it is given. */
export interface Act {
  reply: Reply;
  /** The person wants the conversation compacted, in the middle of the turn. */
  compacts?: true;
}

export interface Story {
  prompts: [string, string, string];
  /** Of the first turn up to its first "Done.", of its second try, of the second turn. */
  acts: [Act[], Act[], Act[]];
  /** Whether the person answers yes, question by question. */
  answers: boolean[];
}

/** A long file that is worth reading more than once. */
export const files = {
  "src/parse.ts": Array.from({ length: 120 }, (_, line) => `export const parse${line} = (text: string) => text.split("${line}");`).join(
    "\n",
  ),
  "src/print.ts": Array.from({ length: 120 }, (_, line) => `export const print${line} = (value: number) => String(value + ${line});`).join(
    "\n",
  ),
  "state.txt": "begun\n",
};

/** Fails until the work is done, and says why. */
export const check = "grep -q ready state.txt || { echo 'error: the state is not ready:'; cat state.txt; exit 1; }";

export const policy = `
[[rule]]
command = ["deploy"]
decision = "ask"
reason = "It reaches customers."

[[rule]]
command = ["forbidden"]
decision = "deny"
reason = "Never."
`;

const say = (text: string) => reply().text(text);
const shell = (script: string) => say("Let me run that.").tool("shell", { script });
const read = (path: string, offset: number) => say(`Looking at ${path}.`).tool("read", { path, offset, limit: 60 });

export function storyFrom(seed: number, { log }: Told): Story {
  const choose = wholeFrom(seed);
  let count = 0;
  const mark = () => `c${++count}`;
  /** Its effect lies where the harness does not see it: to do it twice would show. */
  const outward = () => {
    const id = mark();
    return `echo ${id} >> ${log}; echo "did ${id}"${choose(3) === 0 ? `; echo "${id} went wrong" >&2; exit ${1 + choose(9)}` : ""}`;
  };
  const inward = () => {
    const id = mark();
    return `echo ${id} >> ${log}; echo "${id} ${choose(1000)}" >> notes-${choose(4)}.txt`;
  };
  const plan = () =>
    say("The plan.").tool("plan", {
      items: Array.from({ length: 2 + choose(3) }, (_, at) => ({
        text: `step ${at} of ${count}`,
        status: at === 0 ? "active" : "pending",
      })),
    });
  const some = (): Act => {
    switch (choose(9)) {
      case 0:
        return { reply: plan() };
      case 1:
        return { reply: shell(outward()) };
      case 2:
        return { reply: shell(inward()) };
      case 3:
        return {
          reply: say("Writing.").tool("write", { path: `out-${choose(5)}.md`, content: `# ${mark()}\n\n${"text ".repeat(choose(50))}\n` }),
        };
      case 4:
        return { reply: shell(`deploy ${mark()} || true`) };
      case 5:
        return { reply: shell(`forbidden ${mark()}`) };
      case 6:
        return { reply: say("I wonder.").tool("ask", { question: `Which one, ${mark()}?`, choices: ["tea", "coffee"] }) };
      case 7:
        return { reply: say("Both.").tool("read", { path: "src/parse.ts", limit: 20 }).tool("shell", { script: outward() }) };
      default:
        return { reply: read("src/print.ts", 1 + choose(60)) };
    }
  };
  const several = (least: number) => Array.from({ length: least + choose(2) }, some);
  /** Something is run, forgotten by compaction, and asked for again. */
  const forgetting = (): Act[] => {
    const script = outward();
    const reads = Array.from({ length: 5 }, (_, at) => read(at % 2 === 0 ? "src/parse.ts" : "src/print.ts", 1 + 7 * at + choose(7)));
    return [
      { reply: shell(script) },
      ...reads.map((each) => ({ reply: each })),
      { reply: say("Now.").tool("list", { path: "." }), compacts: true },
      { reply: shell(script) },
    ];
  };
  const ready: Act = { reply: shell(`echo ready ${mark()} > state.txt`) };
  return {
    prompts: [
      `Do the first thing, seed ${seed}.\n"Quotes", \\ and ümlauts stay — ${choose(1e9)}.`,
      `Then the second: ${choose(1e9)}.`,
      "Is that all?",
    ],
    acts: [
      [{ reply: plan() }, ...several(1), ...forgetting(), ...several(1), { reply: say("Done.") }],
      [...forgetting(), ...several(0), ready, { reply: say("Done.") }],
      [...several(1), ...forgetting(), ...several(0), { reply: say("Done.") }],
    ],
    answers: Array.from({ length: 40 }, () => choose(2) === 0),
  };
}

/** The model asked to sum up. */
export function isSummary({ conversation }: SeenRequest): boolean {
  const last = conversation.messages.at(-1)?.blocks.at(-1);
  return last?.type === "text" && last.text.startsWith("[From the harness, not from the user.]");
}
