/**
 * The live world with nothing secret in what it hands out: everything a turn computes from it, and so every event, request and blob, holds marks
 * where secrets were. A replay hands out what was recorded, which is the same.
 */
import type { Files } from "../contract/sandbox.ts";
import { marksIn } from "../lib/redact/mark.ts";
import type { Redactor } from "../lib/redact/redactor.ts";
import { loadFile } from "../tools/support/load-file.ts";
import { mapTexts, redactError } from "./secrets.ts";
import type { CallOutcome, ReadyCall, World } from "./world.ts";

export function redactWorld(world: World, { secrets, files }: { secrets: Redactor; files: Pick<Files, "read"> }): World {
  return withRedactedErrors(
    {
      ...world,

      async send(request, hooks) {
        const streams = new Map<string, { stream: ReturnType<Redactor["stream"]>; give(text: string): void }>();
        const reply = await world.send(request, {
          ...hooks,
          onDelta(delta) {
            const id = `${delta.kind} ${delta.index}`;
            let open = streams.get(id);
            if (open === undefined) {
              streams.set(id, (open = { stream: secrets.stream("known"), give: (text) => hooks.onDelta({ ...delta, text }) }));
              // Which tool is called is known before anything of what it is called with.
              if (delta.name !== undefined) open.give("");
            }
            giveTo(open.give, open.stream.push(delta.text));
          },
          onRetry(retry) {
            // What was streamed so far belongs to no reply.
            streams.clear();
            hooks.onRetry(mapTexts(retry, secrets.redact));
          },
        });
        for (const { stream, give } of streams.values()) giveTo(give, stream.end());
        const items = mapTexts(reply.items, secrets.redactKnown);
        for (const item of items)
          if (item.type === "text") secrets.exempt(item.text);
          else if (item.type === "call") forEachText(item.inputText, secrets.exempt);
        return { ...reply, items };
      },

      async summary(options) {
        const end = await world.summary(options);
        return end && mapTexts(end, secrets.redactKnown);
      },

      async run(call, hooks) {
        const misplaced = await misplacedMark(call, files);
        if (misplaced !== undefined) return refusal(misplaced);
        const stream = secrets.stream();
        const outcome = await world.run(call, { ...hooks, onOutput: (text) => giveTo(hooks.onOutput, stream.push(text)) });
        giveTo(hooks.onOutput, stream.end());
        return outcome;
      },

      // Files in which nobody has looked for secrets.
      remind: async (asked) => mapTexts(await world.remind(asked), secrets.redact),

      conditions: async () => mapTexts(await world.conditions(), secrets.redact),

      // They quote the files.
      findings: async (evidence) => mapTexts(await world.findings(evidence), secrets.redact),

      async tryNewTests(evidence, signal) {
        const tried = await world.tryNewTests(evidence, signal);
        return (
          tried && { ...tried, findings: mapTexts(tried.findings, secrets.redact), uncovered: mapTexts(tried.uncovered, secrets.redact) }
        );
      },

      async proposeRepair(signal, kinds) {
        const proposal = await world.proposeRepair(signal, kinds);
        return proposal && { ...proposal, reasons: mapTexts(proposal.reasons, secrets.redact) };
      },
    },
    secrets,
  );
}

function giveTo(give: (text: string) => void, text: string): void {
  if (text !== "") give(text);
}

/** The texts in a call's arguments, as its tool gets them: what stands in them is escaped in the JSON. */
function forEachText(json: string, use: (text: string) => void): void {
  try {
    mapTexts(JSON.parse(json), (text) => (use(text), text));
  } catch {
    use(json); // Cut off or invalid; the model is told by whoever parses it.
  }
}

/** A mark that a call would write or run in place of the secret; the text of a touched file that holds it already may hold it again. */
async function misplacedMark({ entry, tool, input }: ReadyCall, files: Pick<Files, "read">): Promise<string | undefined> {
  if (entry.effect === "none" || entry.effect === "read") return undefined;
  const marks = marksIn(JSON.stringify(input) ?? "");
  if (marks.length === 0) return undefined;
  const texts = await Promise.all(
    (tool.touches?.(input) ?? []).map(async (path) => (await loadFile(files, path).catch(() => undefined))?.toString("utf8") ?? ""),
  );
  return marks.find((mark) => !texts.some((text) => text.includes(mark)));
}

function refusal(mark: string): CallOutcome {
  const text =
    `Nothing was done: ${mark} stands for a secret that is hidden from you, and is not its text. ` +
    "To change a file around it, use an edit that leaves the secret's line out; to use the secret in a command, take it from the file or variable it is in.";
  return { ok: false, parts: [{ type: "text", text }], ms: 0 };
}

type Method = (...args: unknown[]) => unknown;

/** Providers quote keys, programs their arguments. */
function withRedactedErrors(world: World, secrets: Redactor): World {
  const guarded = Object.entries(world as unknown as Record<string, Method>).map(([name, method]): [string, Method] => [
    name,
    (...args: unknown[]): unknown => {
      const fail = (error: unknown): never => {
        throw redactError(error, secrets.redact);
      };
      try {
        const result = method(...args);
        return result instanceof Promise ? result.catch(fail) : result;
      } catch (error) {
        return fail(error);
      }
    },
  ]);
  return Object.fromEntries(guarded) as unknown as World;
}
