import type { ToolResult } from "../../contract/tool.ts";

/** Thrown where a call cannot be done and the model can mend it; the message is what the model reads. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** What `act` gives, or the refusal as a result. Every other error passes. */
export async function refusable(act: () => Promise<ToolResult>): Promise<ToolResult> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, text: error.message };
    throw error;
  }
}
