import { execFile } from "node:child_process";
import { accessSync, constants, mkdirSync, realpathSync, statfsSync } from "node:fs";
import { promisify } from "node:util";
import { fettleHome, loadConfig } from "../../config/load.ts";
import { exitCodes } from "../../contract/error.ts";
import type { Environment } from "../../contract/provider.ts";
import { defineSurface, type SurfaceIo } from "../../contract/surface.ts";
import { escapeLine } from "../../lib/escape.ts";
import { findProgram } from "../../lib/program.ts";
import { version } from "../../lib/version.ts";
import { openCredentials } from "../../models/credentials.ts";
import { resolveModel } from "../../models/resolve.ts";
import type { Attempt } from "../../contract/backend.ts";
import { examineSandboxes } from "../support/sandbox-findings.ts";
import { styleFor } from "../support/style.ts";

interface Finding {
  what: string;
  ok: boolean;
  /** Without it nothing works; others are only missed by what needs them. */
  needed: boolean;
  detail: string;
  hint?: string;
  /** What was tried for it, one by one. */
  attempts?: readonly Attempt[];
}

interface Program {
  name: string;
  /** What goes without it. */
  hint: string;
  needed?: boolean;
}

const programs: readonly Program[] = [
  { name: "git", hint: "Without git, .gitignore files alone say which files of a tree count." },
  { name: "rg", hint: "Without ripgrep, searching falls back to a slower search of its own." },
  { name: "bash", hint: "The shell tool needs bash.", needed: true },
  { name: "python3", hint: "Without python3, imports and names of Python that need no model to be mended are left to it." },
];

export default defineSurface({
  name: "doctor",
  summary: "Try what this machine offers: sandbox, models, tools; say what is missing and how to get it.",
  options: [{ flags: "--json", describe: "one JSON object" }],
  examples: [{ command: "fettle doctor", does: "runs the canaries and shows what they found" }],
  async run({ options, io }) {
    const home = fettleHome(io.env);
    const workspace = realpathSync(io.cwd);
    const findings: Finding[] = [
      {
        what: "fettle",
        ok: true,
        needed: true,
        detail: `${version} on Node ${process.versions.node}, ${process.platform} ${process.arch}`,
      },
      homeFinding(home),
      ...(await examineSandboxes(home)),
      await modelFinding({ env: io.env, workspace, home }),
      ...(await Promise.all(programs.map((program) => programFinding(program, workspace)))),
    ];
    const healthy = findings.every(({ ok, needed }) => ok || !needed);
    if (options["json"] === true) io.stdout.write(`${JSON.stringify({ healthy, findings }, null, 2)}\n`);
    else show(findings, io);
    return healthy ? exitCodes.verified : exitCodes.usage;
  },
});

function show(findings: readonly Finding[], io: SurfaceIo): void {
  const style = styleFor(io.stdout, io.env);
  for (const { what, ok, needed, detail, hint, attempts = [] } of findings) {
    const mark = ok ? style.green("✓") : needed ? style.red("✗") : style.yellow("–");
    io.stdout.write(`${mark} ${style.bold(what)}  ${escapeLine(detail)}\n`);
    if (!ok && hint !== undefined) io.stdout.write(`    ${hint}\n`);
    for (const attempt of attempts) {
      const sign = attempt.ok ? style.green("✓") : style.red("✗");
      io.stdout.write(`    ${sign} ${attempt.what}: ${escapeLine(attempt.means)}\n`);
    }
  }
}

function homeFinding(home: string): Finding {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    accessSync(home, constants.W_OK);
    const { bavail, bsize } = statfsSync(home);
    const freeMib = Math.floor((bavail * bsize) / 1024 / 1024);
    return {
      what: "state",
      ok: freeMib > 100,
      needed: true,
      detail: `${home}, ${freeMib} MiB free`,
      hint: "Free some space, or set FETTLE_HOME to another disk.",
    };
  } catch (error) {
    return {
      what: "state",
      ok: false,
      needed: true,
      detail: (error as Error).message,
      hint: "Set FETTLE_HOME to a folder that can be written.",
    };
  }
}

async function modelFinding({ env, workspace, home }: { env: Environment; workspace: string; home: string }): Promise<Finding> {
  try {
    const { settings, named } = await loadConfig({ env, flags: {}, workspace });
    const { name, keyFrom, baseUrl } = await resolveModel(settings.model, { env, settings: named, keys: openCredentials({ env, home }) });
    return {
      what: "model",
      ok: true,
      needed: false,
      detail: `${name} at ${baseUrl}${keyFrom === undefined ? "" : `, key from ${keyFrom}`}`,
    };
  } catch (error) {
    const { message, hint } = error as Error & { hint?: string };
    return { what: "model", ok: false, needed: false, detail: message, ...(hint !== undefined && { hint }) };
  }
}

async function programFinding({ name, hint, needed = false }: Program, folder: string): Promise<Finding> {
  const program = findProgram(name, folder);
  if (program === undefined) return { what: name, ok: false, needed, detail: "not found on PATH, outside of this folder", hint };
  try {
    const { stdout } = await promisify(execFile)(program, ["--version"]);
    return { what: name, ok: true, needed, detail: stdout.split("\n", 1)[0]! };
  } catch {
    return { what: name, ok: false, needed, detail: `${program} does not run`, hint };
  }
}
