import type { SurfaceCall } from "../../contract/surface.ts";

/** An option that takes one value, as it was given; undefined when it was not. */
export function optionText(options: SurfaceCall["options"], name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}
