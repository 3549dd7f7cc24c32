import type { Event, StoredPart } from "../../contract/event.ts";
import { escapeControls, escapeLine } from "../../lib/escape.ts";
import { openBlobs, type ThreadBlobs } from "../../log/blobs.ts";
import { foldEvents } from "../../log/folds/fold.ts";
import { transcript, type TranscriptAction, type TranscriptItem } from "../../log/folds/transcript.ts";
import { endText, secondsText } from "./run-text.ts";

/** A thread for people to read elsewhere: prompts, answers, calls with their results, checks and verdicts. Secrets are marks in it, as in the log. */
export async function threadMarkdown(events: AsyncIterable<Event>, { home, thread }: { home: string; thread: string }): Promise<string> {
  const blobs = openBlobs(home, thread);
  const { turns, waiting } = await foldEvents(transcript, events);
  const parts = [`# Thread ${thread}`];
  for (const { items, outcome } of turns) {
    for (const item of items) parts.push(...(await itemParts(item, blobs)));
    if (outcome.type === "failed") parts.push(`**The turn failed:** ${escapeLine(outcome.error.message)}`);
    if (outcome.type === "interrupted") parts.push(`**Interrupted:** ${escapeLine(outcome.reason)}`);
  }
  for (const prompt of waiting) parts.push(...(await itemParts(prompt, blobs)));
  return `${parts.map((part) => part.trim()).join("\n\n")}\n`;
}

async function itemParts(item: TranscriptItem, blobs: ThreadBlobs): Promise<string[]> {
  switch (item.type) {
    case "prompt":
      return [`## ${item.by === "harness" ? "Sent back" : "Prompt"}`, quoted(await textOf(item.parts, blobs))];
    case "message":
      return [escapeControls(item.text)];
    case "reasoning":
      return [];
    case "reply":
      return [fenced(await readable(() => blobs.load(item.output)))];
    case "check":
      return [`- check \`${escapeLine(item.receipt.id)}\`: ${endText(item.receipt)}, ${secondsText(item.receipt.ms)}`];
    case "verdict":
      return [
        `**${item.verdict}**`,
        ...(item.reasons.length > 0 ? [item.reasons.map((reason) => `- ${escapeLine(reason)}`).join("\n")] : []),
      ];
    case "call":
    case "repair":
    case "user":
      return await actionParts(item, blobs);
  }
}

async function actionParts({ name, input, ruling, changes, result }: TranscriptAction, blobs: ThreadBlobs): Promise<string[]> {
  const asked = typeof input === "string" ? input : JSON.stringify(input ?? {}, null, 2);
  const how = result === undefined ? "not ended" : result.ok ? "ok" : "failed";
  return [
    `### ${escapeLine(name)}: ${how}`,
    fenced(asked),
    ...(ruling === undefined || ruling.decision === "allow"
      ? []
      : [`${ruling.decision}: ${escapeLine(ruling.reason)} (${escapeLine(ruling.rule)})`]),
    ...(result === undefined ? [] : [fenced(await textOf(result.parts, blobs))]),
    ...(changes.length === 0 ? [] : [changes.map(({ change, path }) => `- ${change} \`${escapeLine(path)}\``).join("\n")]),
  ];
}

async function textOf(parts: readonly StoredPart[], blobs: ThreadBlobs): Promise<string> {
  const texts = parts.map((part) => (part.type === "text" ? readable(() => blobs.load(part.text)) : Promise.resolve("[image]")));
  return (await Promise.all(texts)).join("\n");
}

/** A blob that is gone takes nothing else with it. */
async function readable(load: () => Promise<string>): Promise<string> {
  try {
    return await load();
  } catch (error) {
    return `[${(error as Error).message}]`;
  }
}

function quoted(text: string): string {
  return escapeControls(text)
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
}

/** In a fence that is longer than any in the text, so that nothing in it ends it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${escapeControls(text)}\n${fence}`;
}
