import type * as z from "zod";
import type { ModelCall } from "../contract/model.ts";
import type { ToolEntry } from "../contract/tool.ts";
import { nearest } from "../lib/nearest.ts";
import type { ReadyCall } from "./world.ts";

export type ParsedCall = { ready: ReadyCall } | { problem: string };

/**
 * A call as the model wrote it, understood or refused with what the model needs to write it right.
 * A call that was cut off by the output limit is never completed by guessing.
 */
export async function parseCall(call: ModelCall, { tools, cutOff }: { tools: readonly ToolEntry[]; cutOff: boolean }): Promise<ParsedCall> {
  const entry = tools.find((tool) => tool.name === call.name);
  if (entry === undefined) return { problem: unknownTool(call.name, tools) };
  if (cutOff)
    return { problem: "The reply reached its length limit inside this call, so it was not run. Make the same call in smaller pieces." };

  const parsed = parseJson(call.inputText);
  if ("problem" in parsed)
    return {
      problem: `The arguments of ${call.name} are not valid JSON: ${parsed.problem}. Nothing was run; send the call again with valid JSON.`,
    };

  const { default: tool } = await entry.load();
  const checked = tool.input.safeParse(parsed.value);
  if (!checked.success)
    return { problem: `The arguments of ${call.name} do not fit its schema; nothing was run.\n${describeIssues(checked.error)}` };
  return { ready: { id: call.id, entry, tool: tool, input: checked.data } };
}

function unknownTool(name: string, tools: readonly ToolEntry[]): string {
  const names = tools.map((tool) => tool.name);
  const [best] = nearest(name, names, 1);
  return `There is no tool "${name}"${best === undefined ? "." : `; did you mean "${best}"?`} The tools are: ${names.join(", ")}.`;
}

function parseJson(text: string): { value: unknown } | { problem: string } {
  try {
    // Some models send nothing at all for a call without arguments.
    return { value: text.trim() === "" ? {} : JSON.parse(text) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `- ${issue.path.length === 0 ? "the arguments" : issue.path.join(".")}: ${issue.message}`).join("\n");
}
