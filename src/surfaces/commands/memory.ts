import { createInterface } from "node:readline/promises";
import { text as readText } from "node:stream/consumers";
import { acceptMemory, addMemory, forgetMemory, MIN_HASH, type Offer, offerMemory, refreshMemory } from "../../agent/accept-memory.ts";
import { type KnownMemory, listMemories, type MemoryPlaces, organisationFolder } from "../../agent/memories.ts";
import { fettleHome, loadConfig } from "../../config/load.ts";
import { type ExitCode, exitCodes, FettleError } from "../../contract/error.ts";
import { defineSurface, type SurfaceCall, type SurfaceIo } from "../../contract/surface.ts";
import { isPlainPath } from "../../knowledge/memory/memory-text.ts";
import { escapeControls, escapeLine } from "../../lib/escape.ts";
import { environmentRedactor } from "../../lib/redact/environment-redactor.ts";
import { memoryJson, memoryRow, offerLines, theirLines } from "../support/memory-lines.ts";
import { namedFolder } from "../support/named-folder.ts";
import { optionText } from "../support/options.ts";
import { styleFor } from "../support/style.ts";

export default defineSurface({
  name: "memory",
  summary: "Look at what is kept across threads; accept what models propose, add to it, check it, forget it.",
  arguments: "[list|show|add|accept|forget|check] [words...]",
  options: [
    { flags: "--user", describe: "keep it for all projects of yours; default: in this repository" },
    { flags: "--title <sentence>", describe: "of what is added; default: the first line of its text" },
    { flags: "--path <path>", describe: "a file that what is added is about; can be given more than once", repeats: true },
    { flags: "--sha256 <hash>", describe: "accept exactly the text with this hash, which `show` tells, without being asked" },
    { flags: "--accept", describe: "with check: say that these still hold, with the files as they are now" },
    { flags: "--json", describe: "one JSON object a line" },
    { flags: "--dir <folder>", describe: "workspace; default the current folder" },
  ],
  examples: [
    { command: "fettle memory", does: "lists what is kept for this folder, and what waits for you" },
    {
      command: 'fettle memory add "Run the linter with npm run lint; oxlint alone misses the types."',
      does: "keeps that in the repository",
    },
    { command: "fettle memory show inbox/lint-command", does: "shows the whole text, where it comes from, and what its thread had read" },
    { command: "fettle memory accept inbox/lint-command", does: "shows the same, and asks whether it is to be kept" },
    { command: "fettle memory check", does: "lists memories whose files have changed since, and files that nobody has accepted" },
    { command: "fettle memory check --accept project/lint-command", does: "says that it still holds" },
    { command: "fettle memory forget inbox/lint-command", does: "drops it" },
  ],
  async run(call) {
    const [verb = "list", ...words] = call.args;
    const act = acts[verb];
    if (act === undefined)
      throw new FettleError("usage.invalid", `memory has no ${JSON.stringify(verb)}.`, {
        hint: "There are list, show, add, accept, forget and check.",
      });
    return await act({ ...call, words, json: call.options["json"] === true, places: await placesOf(call) });
  },
});

interface Act extends SurfaceCall {
  words: readonly string[];
  json: boolean;
  places: MemoryPlaces;
}

const acts: Readonly<Record<string, (act: Act) => Promise<ExitCode>>> = {
  async list({ places, json, io }) {
    const known = listMemories(places);
    tell(known, { json, io });
    const count = known.filter(({ standing }) => standing === "waiting").length;
    if (known.length === 0 && !json) io.stderr.write('Nothing is kept yet: fettle memory add "…"\n');
    if (count > 0 && !json) io.stderr.write(`${count} ${count === 1 ? "waits" : "wait"} for you: fettle memory show ID\n`);
    return exitCodes.verified;
  },

  async show({ places, words, options, json, io }) {
    for (const known of named(words, places, "show")) {
      if (known.scope === "organisation") tellTheirs(known, { json, io });
      else tellOffer(await offer(known, { places, options }), { json, io, places });
    }
    return exitCodes.verified;
  },

  async add({ places, words, options, json, io }) {
    const given = words.length > 0 ? words.join(" ") : io.stdin.isTTY === true ? "" : await readText(io.stdin);
    const text = environmentRedactor(io.env)(given).trim();
    if (text === "") throw new FettleError("usage.invalid", "There is nothing to keep.", { hint: 'Say it: fettle memory add "…"' });
    const [first = "", ...rest] = text.split("\n");
    const title = optionText(options, "title");
    const paths = (options["path"] as string[] | undefined) ?? [];
    const outside = paths.find((path) => !isPlainPath(path));
    if (outside !== undefined) throw new FettleError("usage.invalid", `${outside} is no path relative to the workspace.`, { at: "--path" });
    const body = title === undefined ? rest.join("\n").trim() : text;
    const id = addMemory({ title: title ?? first, body, scope: scopeOf(options) ?? "project", paths, now: new Date() }, places);
    io.stdout.write(json ? `${JSON.stringify({ id, kept: true })}\n` : `kept as ${id}\n`);
    return exitCodes.verified;
  },

  async accept({ places, words, options, json, io }) {
    let exit: ExitCode = exitCodes.verified;
    for (const known of named(words, places, "accept")) {
      const offered = await offer(known, { places, options });
      if (!json) tellOffer(offered, { json, io, places });
      const agreed = optionText(options, "sha256") ?? (await ask(offered, io));
      if (agreed === undefined) {
        exit = exitCodes.unverified;
        continue;
      }
      const id = acceptMemory(offered, places, agreed);
      io.stdout.write(json ? `${JSON.stringify({ id, accepted: true })}\n` : `accepted as ${id}\n`);
    }
    return exit;
  },

  async forget({ places, words, json, io }) {
    for (const known of named(words, places, "forget")) {
      forgetMemory(known, places);
      io.stdout.write(json ? `${JSON.stringify({ id: known.id, forgotten: true })}\n` : `${known.id} forgotten\n`);
    }
    return exitCodes.verified;
  },

  async check({ places, words, options, json, io }) {
    if (options["accept"] === true) {
      for (const known of named(words, places, "check --accept")) {
        refreshMemory(known, places, new Date());
        io.stdout.write(json ? `${JSON.stringify({ id: known.id, refreshed: true })}\n` : `${known.id} holds\n`);
      }
      return exitCodes.verified;
    }
    const wanting = listMemories(places).filter(
      ({ standing, stale }) => stale.length > 0 || (standing !== "accepted" && standing !== "waiting"),
    );
    tell(wanting, { json, io });
    if (wanting.length === 0 && !json) io.stderr.write("Every memory is accepted, and the files it speaks of are as they were.\n");
    return wanting.length === 0 ? exitCodes.verified : exitCodes.unverified;
  },
};

async function placesOf({ options, io }: SurfaceCall): Promise<MemoryPlaces> {
  const workspace = namedFolder({ options, io });
  const config = await loadConfig({ env: io.env, flags: {}, workspace });
  const { folder, notice } = organisationFolder(config, workspace);
  if (notice !== undefined) io.stderr.write(`note: ${escapeControls(notice)}\n`);
  return { home: fettleHome(io.env), workspace, organisation: folder };
}

/** Each by its id, or its name alone where no other has it. */
function named(words: readonly string[], places: MemoryPlaces, verb: string): KnownMemory[] {
  if (words.length === 0)
    throw new FettleError("usage.invalid", `Which one? memory ${verb} needs an id.`, { hint: "`fettle memory list` shows them." });
  const known = listMemories(places);
  return words.map((word) => {
    const matches = known.filter(({ id }) => id === word || id.endsWith(`/${word}`));
    const [match] = matches;
    if (match !== undefined && matches.length === 1) return match;
    const problem = match === undefined ? `There is no memory ${word}.` : `${matches.length} memories are called ${word}.`;
    throw new FettleError("usage.invalid", problem, { hint: "`fettle memory list` shows them with their ids." });
  });
}

async function offer(known: KnownMemory, { places, options }: Pick<Act, "places" | "options">): Promise<Offer> {
  return await offerMemory(known, places, scopeOf(options));
}

function scopeOf(options: SurfaceCall["options"]): "user" | undefined {
  return options["user"] === true ? "user" : undefined;
}

/** Asks at a terminal; where nobody types, says what to give instead. Returns what was agreed to. */
async function ask({ known, sha256 }: Offer, io: SurfaceIo): Promise<string | undefined> {
  const how = `fettle memory accept ${known.id} --sha256 ${sha256.slice(0, MIN_HASH)}`;
  if (io.stdin.isTTY !== true || io.stdout.isTTY !== true) {
    io.stderr.write(`Nobody is there to be asked. When you have read it: ${how}\n`);
    return undefined;
  }
  const terminal = createInterface({ input: io.stdin, output: io.stdout });
  try {
    const answer = await terminal.question("Keep it, for every thread that it bears on? [y/N] ", { signal: io.interrupt });
    return /^y(?:es)?$/i.test(answer.trim()) ? sha256 : undefined;
  } finally {
    terminal.close();
  }
}

function tell(known: readonly KnownMemory[], { json, io }: Pick<Act, "json" | "io">): void {
  const style = styleFor(io.stdout, io.env);
  for (const one of known) io.stdout.write(`${json ? JSON.stringify(memoryJson(one)) : memoryRow(one, style)}\n`);
}

/** What others keep is not a person's to accept, but theirs to read. */
function tellTheirs(known: KnownMemory, { json, io }: Pick<Act, "json" | "io">): void {
  const style = styleFor(io.stdout, io.env);
  const shown = json ? JSON.stringify({ ...memoryJson(known), content: known.content }) : theirLines(known, style).join("\n");
  io.stdout.write(`${shown}\n`);
}

function tellOffer(offered: Offer, { json, io, places }: Pick<Act, "json" | "io" | "places">): void {
  const style = styleFor(io.stdout, io.env);
  if (json) {
    const { known, scope, sha256, content, reads } = offered;
    io.stdout.write(
      `${JSON.stringify({ ...memoryJson(known), scope, sha256, content, ...("reads" in offered && { reads: reads ?? null }) })}\n`,
    );
    return;
  }
  io.stdout.write(`${offerLines(offered, { style, workspace: places.workspace }).join("\n")}\n`);
  if (offered.known.standing !== "accepted") io.stdout.write(`${style.dim(escapeLine(`sha256 ${offered.sha256}`))}\n`);
}
