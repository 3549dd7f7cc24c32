import type { PolicyCall, PolicyFacts } from "../contract/policy.ts";
import type { ReadyCall } from "./world.ts";

/** What the policy judges of a call. The parser of scripts is loaded by the first call that has one. */
export async function toPolicyCall({ entry, tool, input }: ReadyCall, facts: PolicyFacts): Promise<PolicyCall> {
  const call: PolicyCall = {
    tool: entry.name,
    effect: entry.effect,
    paths: tool.touches?.(input) ?? [],
    hosts: tool.hosts?.(input) ?? [],
  };
  const script = tool.script?.(input);
  if (script === undefined) return call;
  const { readScript } = await import("../policy/read-script.ts");
  const folder = tool.folder?.(input);
  return { ...call, script, ...(folder !== undefined && { folder }), shell: readScript(script, facts) };
}
