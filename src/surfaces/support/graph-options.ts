import { FettleError } from "../../contract/error.ts";
import type { SurfaceCall } from "../../contract/surface.ts";

/** What all questions to the graph take. */
export const graphOptions = [
  { flags: "--json", describe: "one JSON object a line" },
  { flags: "--dir <folder>", describe: "workspace; default the current folder" },
] as const;

/** Throws `usage.invalid` for what is no whole number from 1. */
export function wholeNumber(options: SurfaceCall["options"], name: string, otherwise: number): number {
  const number = Number(options[name] ?? otherwise);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new FettleError("usage.invalid", `--${name} must be a whole number from 1, not ${String(options[name])}.`, { at: `--${name}` });
}
