import type { Attempt } from "../../contract/backend.ts";
import { automaticEntries } from "../../sandbox/automatic.ts";
import { entries } from "../../sandbox/backends/index.gen.ts";
import { forgetChoice } from "../../sandbox/choice.ts";
import { tryUndo } from "../../sandbox/undo-trial.ts";

/** One sandbox as it was tried here. */
export interface SandboxFinding {
  what: string;
  ok: boolean;
  /** `auto` has nothing better, and needs one. */
  needed: boolean;
  detail: string;
  hint?: string;
  attempts: readonly Attempt[];
}

const fallback = "See docs/sandbox.md; `--sandbox none` runs commands without any confinement.";

/** Tries every sandbox of this system that confines, the strongest first. What `auto` remembers is forgotten: the next start tries again. */
export async function examineSandboxes(home: string): Promise<SandboxFinding[]> {
  forgetChoice({ home });
  const automatic = automaticEntries().map(({ name }) => name);
  const declared = entries.filter((entry) => entry.declared).map(({ name }) => name);
  const findings: SandboxFinding[] = [];
  for (const name of [...automatic, ...declared]) findings.push(await examine(name));
  const chosen = findings.find(({ ok }, index) => ok && index < automatic.length);
  return findings.map((finding, index) => {
    const isChosen = finding === chosen;
    return {
      ...finding,
      needed: isChosen || (chosen === undefined && index === 0),
      detail: isChosen ? `${finding.detail}; \`auto\` takes it` : finding.detail,
    };
  });
}

async function examine(name: string): Promise<SandboxFinding> {
  const { default: sandbox } = await entries.find((entry) => entry.name === name)!.load();
  const { available, findings, attempts: tried, hint } = await sandbox.probe();
  const attempts = available ? [...tried, await tryUndo(name)] : tried;
  const detail = available ? `works${sandbox.experimental ? ", experimental" : ""}` : (findings.at(-1) ?? "does not work");
  return { what: `sandbox ${name}`, ok: available, needed: false, detail, attempts, ...(!available && { hint: hint ?? fallback }) };
}
