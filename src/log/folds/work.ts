import type { Change, Event, StoredPart } from "../../contract/event.ts";
import { defineFold } from "./fold.ts";

/** A script that a call ran. */
export interface CommandRun {
  item: string;
  script: string;
  /** Later things have greater ones, also across the threads that a thread goes on from. */
  order: number;
  /** How the script ended: exit code 0, another end, or still at work as a job. */
  ended: "passed" | "failed" | "running";
  /** The end of what the model has seen of its output. */
  tail: string;
}

export interface WorkChange extends Change {
  order: number;
  /** `user` for what people have done. */
  item: string;
  /** Of the turn in which it was made. */
  turn: number;
}

/** What was done in a thread, as far as a statement about it can be held against it. */
export interface Work {
  turn: number;
  /** In the order of their results. */
  commands: CommandRun[];
  /** Names of the other calls that ran, with their number. */
  calls: Map<string, number>;
  changes: WorkChange[];
  /** Paths that the gate kept out. */
  held: Set<string>;
  /** False when something may have changed that is not in `changes`. */
  complete: boolean;
  /** Of what happens next. */
  next: number;
  /** By item: calls without a result. */
  open: Map<string, Event<"item.started">>;
  /** Items of commands that people have run: nothing that a model may speak of as its own. */
  own: Set<string>;
}

const MAX_TAIL_CHARS = 4000;

export const work = defineFold<Work>(
  () => ({
    turn: 0,
    commands: [],
    calls: new Map(),
    changes: [],
    held: new Set(),
    complete: true,
    next: 0,
    open: new Map(),
    own: new Set(),
  }),
  {
    "turn.started": (view, { turn = view.turn + 1 }) => {
      view.turn = turn;
    },
    "item.started": (view, event) => {
      if (event.kind === "call") view.open.set(event.item, event);
      if (event.kind === "user") view.own.add(event.item);
    },
    "item.completed": (view, event) => {
      const started = view.open.get(event.item);
      // What became of a command that was cut off is not told.
      if (view.own.has(event.item) && event.recovered !== undefined) view.complete = false;
      if (started === undefined) return;
      view.open.delete(event.item);
      const script = scriptOf(started.input);
      if (started.effect !== "execute" || script === undefined) {
        view.calls.set(event.name, (view.calls.get(event.name) ?? 0) + 1);
        return;
      }
      const { item, ok, parts } = event;
      const order = view.next++;
      const ended = isBackground(started.input, parts) ? "running" : ok ? "passed" : "failed";
      view.commands.push({ item, script, order, ended, tail: tailOf(parts) });
      // What a job changes is not told with a call.
      if (ended === "running" || event.recovered !== undefined) view.complete = false;
    },
    "transaction.committed": (view, { item, changes, total, complete }) => {
      take(view, view.own.has(item) ? "user" : item, changes);
      if (complete === false || total > changes.length) view.complete = false;
    },
    "transaction.undone": (view, { changes }) => take(view, "user", changes),
    "transaction.redone": (view, { changes }) => take(view, "user", changes),
    "transaction.quarantined": (view, { held }) => {
      for (const { path } of held) view.held.add(path);
    },
  },
);

function take(view: Work, item: string, changes: readonly Change[]): void {
  const order = view.next++;
  for (const change of changes) view.changes.push({ ...change, item, order, turn: view.turn });
}

/** A long input is a blob: of its script what the preview shows. */
function scriptOf(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  if ("script" in input && typeof input.script === "string") return input.script;
  const preview = "blob" in input && "preview" in input && typeof input.preview === "string" ? input.preview : "";
  return /^\s*\{"script":"/.test(preview) ? preview : undefined;
}

/** Of a long input only the beginning is at hand: there it is a job unless the result tells that the script ended. */
function isBackground(input: unknown, parts: readonly StoredPart[]): boolean {
  if (typeof input !== "object" || input === null) return false;
  if (!("blob" in input)) return "background" in input && input.background === true;
  return parts.every((part) => part.type !== "text" || (typeof part.text === "string" && !/^\[.*\]$/.test(lastLine(part.text))));
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf("\n") + 1);
}

function tailOf(parts: readonly StoredPart[]): string {
  const text = parts
    .map((part) => (part.type === "text" ? (typeof part.text === "string" ? part.text : (part.text.preview ?? "")) : ""))
    .join("\n");
  return text.slice(-MAX_TAIL_CHARS);
}
