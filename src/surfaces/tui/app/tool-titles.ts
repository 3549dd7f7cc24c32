import type { Tool } from "../../../contract/tool.ts";
import { entries } from "../../../tools/index.gen.ts";

/** What calls do, in the words of their tools, which are loaded in the background. */
export class ToolTitles {
  readonly #tools = new Map<string, Tool>();

  /** Never rejects: without a tool a call is named by what the model wrote. */
  async load(): Promise<void> {
    await Promise.allSettled(
      entries.map(async ({ name, load }) => {
        this.#tools.set(name, (await load()).default);
      }),
    );
  }

  /** Undefined when the tool is not loaded, or its input is none of its kind. */
  of(name: string, input: unknown): string | undefined {
    const tool = this.#tools.get(name);
    const parsed = tool?.input.safeParse(input);
    if (tool === undefined || parsed?.success !== true) return undefined;
    const script = tool.script?.(parsed.data);
    return script === undefined ? tool.title?.(parsed.data) : titleOfScript(script);
  }
}

/** The first line that does something, and how many more lines there are. */
function titleOfScript(script: string): string {
  const lines = script.split("\n").filter((line) => line.trim() !== "");
  const first = lines.find((line) => !/^\s*(?:#|set [-+])/.test(line)) ?? lines[0] ?? "";
  return lines.length > 1 ? `${first.trim()} … +${lines.length - 1}` : first.trim();
}
