import type { Check } from "../../contract/check.ts";
import type { Receipt, StoredPart, StoredText } from "../../contract/event.ts";
import type { Stored } from "../conversation.ts";
import { type AskedFact, type Facts, lastChars, type RunFact } from "./facts.ts";

/** Facts of one kind, each a JSON object on a line of its own, so that what commands and files have said cannot pose as anything else. */
export interface Section {
  title: string;
  /** Oldest first. */
  lines: readonly string[];
}

export interface FactsToTell {
  facts: Facts;
  /** Prompts that the model does not see any more. */
  asked: readonly AskedFact[];
  stored: Stored;
  /** How a check went, as data; what matters of its output when it did not pass. */
  tellReceipt(receipt: Receipt): Promise<Readonly<Record<string, unknown>>>;
}

/** Everything that survives a compaction, the most important kind first. Kinds of which there is nothing are left out. */
export async function factSections({ facts, asked, stored, tellReceipt }: FactsToTell): Promise<Section[]> {
  const { contract, conditions, plan, decisions, held, files, bulk, runs, receipts } = facts;
  const sections: { title: string; items: readonly unknown[] }[] = [
    { title: "What the user has asked for, in order", items: await Promise.all(asked.map((each) => tellAsked(each, stored))) },
    { title: "The contract: what decides whether the work is done", items: [...contract.map(tellCheck), ...conditions] },
    { title: "The plan", items: plan },
    { title: "Decisions of people and rules", items: decisions },
    { title: "How each check went when the harness last ran it", items: await Promise.all([...receipts.values()].map(tellReceipt)) },
    {
      title: "Files that were touched: hashes of what they held before this thread and after their last change",
      items: [
        ...[...files].map(([path, file]) => ({ path, ...file })),
        ...bulk.map(({ item, total, all }) => ({ item, changes: total, all: blobName(all) })),
      ],
    },
    { title: "Changes that were held back and are not in the workspace", items: [...held].map(([path, why]) => ({ path, ...why })) },
    {
      title: "What was carried out: do not repeat it without a reason",
      items: await Promise.all(lastOfEach(runs).map(({ run, times }) => tellRun(run, { times, stored }))),
    },
  ];
  return sections
    .filter(({ items }) => items.length > 0)
    .map(({ title, items }) => ({ title, lines: items.map((item) => JSON.stringify(item)) }));
}

async function tellAsked({ turn, by, parts }: AskedFact, { text }: Stored): Promise<unknown> {
  const texts = await Promise.all(parts.flatMap((part) => (part.type === "text" ? [text(part.text)] : [])));
  const images = parts.filter(isImage).length;
  return { turn, ...(by === "steer" && { while: "the turn ran" }), text: texts.join("\n"), ...(images > 0 && { images }) };
}

function isImage(part: StoredPart): boolean {
  return part.type === "image";
}

function tellCheck({ id, argv, cwd, proves, from, definition, mustFailBefore }: Check): unknown {
  return { check: id, argv, cwd, proves, from, ...(definition !== undefined && { definition }), ...(mustFailBefore && { mustFailBefore }) };
}

/** Each thing that was carried out with its last outcome, in the order of these. */
function lastOfEach(runs: readonly RunFact[]): { run: RunFact; times: number }[] {
  const known = new Map<string, { run: RunFact; times: number }>();
  for (const run of runs) {
    const key = JSON.stringify([run.by, run.name, run.input]);
    const times = (known.get(key)?.times ?? 0) + 1;
    known.delete(key);
    known.set(key, { run, times });
  }
  return [...known.values()];
}

async function tellRun(
  { item, by, name, input, ok, exitCode, recovered, said }: RunFact,
  { times, stored }: { times: number; stored: Stored },
) {
  return {
    item,
    ...(by === "user" && { by }),
    call: name,
    input: await inputOf(input, stored),
    ...(times > 1 && { times }),
    ...(exitCode === undefined ? { ok } : { exitCode }),
    ...(recovered !== undefined && { recovered }),
    ...told(await endOf(said, stored), exitCode),
  };
}

/** The exit code is told already. */
function told(said: string, exitCode: number | undefined): { said?: string } {
  const ending = `[exit code ${exitCode}]`;
  const text = exitCode !== undefined && said.endsWith(ending) ? said.slice(0, -ending.length).trimEnd() : said;
  return text === "" ? {} : { said: text };
}

async function inputOf(input: unknown, { bytes }: Stored): Promise<unknown> {
  const isBlob = typeof input === "object" && input !== null && "blob" in input && "bytes" in input;
  return isBlob ? JSON.parse((await bytes(input as { blob: string; bytes: number })).toString("utf8")) : input;
}

async function endOf(said: StoredText, { text }: Stored): Promise<string> {
  if (typeof said === "string") return said;
  // What a command said long ago is no reason not to go on.
  return await text(said).then(lastChars, () => "(what it said is missing)");
}

function blobName(ref: { blob: string } | undefined): string | undefined {
  return ref && `blob:${ref.blob}`;
}
