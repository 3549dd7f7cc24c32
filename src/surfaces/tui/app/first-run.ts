import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fettleHome } from "../../../config/load.ts";
import { exitCodes } from "../../../contract/error.ts";
import type { SurfaceIo } from "../../../contract/surface.ts";
import { threadIds } from "../../../log/threads.ts";
import type { Language } from "../messages/catalogue.ts";
import { firstRunTexts } from "../messages/first-run.ts";
import { type Line, lineOf, span } from "../text/line.ts";
import { runSurface } from "./run-surface.ts";

/** What `fettle models --json` tells. */
interface Models {
  providers: readonly { name: string; title: string; keyFrom: string | null; variables: readonly string[] }[];
  local: readonly { provider: string; models: readonly string[] }[];
}

/** What `fettle doctor --json` tells. */
interface Doctor {
  findings: readonly { what: string; ok: boolean; needed: boolean; detail: string; hint?: string }[];
}

/**
 * What a person reads the first time, in pieces as they are found out: nothing of it is waited for before they can write, and
 * nothing is said a second time. Says nothing where there are threads already.
 */
export async function* firstRun({ io, language }: { io: SurfaceIo; language: Language }): AsyncGenerator<Line[]> {
  if (!isFirst(fettleHome(io.env))) return;
  const texts = firstRunTexts[language];
  yield [lineOf(span(texts.welcome, "heading"))];

  const models = await read<Models>("models", { io, good: [exitCodes.verified] });
  const doctor = read<Doctor>("doctor", { io, good: [exitCodes.verified, exitCodes.usage] });
  if (models !== undefined) yield foundLines(models, language);
  const examined = await doctor;
  if (examined !== undefined) yield machineLines(examined, language);
}

/** Whether it is the first time; it is not the next time. */
function isFirst(home: string): boolean {
  if (threadIds(home).length > 0) return false;
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    writeFileSync(join(home, "welcomed"), "", { flag: "wx", mode: 0o600 });
    return true;
  } catch {
    // It was there, or nothing can be written: then the first prompt will say so.
    return false;
  }
}

/** Undefined when it cannot tell: what is wrong shows when it is needed. */
async function read<Told>(name: string, { io, good }: { io: SurfaceIo; good: readonly number[] }): Promise<Told | undefined> {
  const { exitCode, output } = await runSurface(name, ["--json"], { io });
  if (!good.includes(exitCode)) return undefined;
  try {
    return JSON.parse(output) as Told;
  } catch {
    return undefined;
  }
}

function foundLines({ providers, local }: Models, language: Language): Line[] {
  const texts = firstRunTexts[language];
  const found = [
    ...providers.flatMap(({ title, keyFrom }) => (keyFrom === null ? [] : [texts.key(title, keyFrom)])),
    ...local.filter(({ models }) => models.length > 0).map(({ provider, models }) => texts.server(provider, models.length)),
  ];
  if (found.length > 0) return [lineOf(`${texts.found} ${found.join(", ")}`)];
  const first = providers.find(({ variables }) => variables.length > 0);
  const login = first === undefined ? [] : [lineOf(span(texts.login(first.name, first.variables[0]!), "dim"))];
  return [lineOf(span(texts.noModel, "warn")), ...login, lineOf(span(texts.without, "dim"))];
}

function machineLines({ findings }: Doctor, language: Language): Line[] {
  const texts = firstRunTexts[language];
  // Its detail begins with its name, and says where it is after that.
  const model = findings.find(({ what, ok }) => what === "model" && ok);
  const uses = model === undefined ? [] : [lineOf(texts.uses(model.detail.split(" ", 1)[0]!))];
  const missing = findings.filter(({ ok, needed }) => needed && !ok);
  if (missing.length > 0) {
    const troubles = missing.flatMap(({ what, detail, hint }) => [
      lineOf(span(texts.trouble(what, detail), "warn")),
      ...(hint === undefined ? [] : [lineOf(span(`    ${hint}`, "dim"))]),
    ]);
    return [...uses, lineOf(span(texts.missing, "error")), ...troubles];
  }
  const box = findings.find(({ what, needed }) => needed && what.startsWith("sandbox "));
  return [...uses, ...(box === undefined ? [] : [lineOf(span(texts.box(box.what.slice("sandbox ".length)), "dim"))])];
}
