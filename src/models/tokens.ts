/** Guesses how many input tokens a request has before it is sent, and learns from what the vendor counted. */
import type { Entry, ModelRequest, Part, Usage } from "../contract/model.ts";
import { memoizeByIdentity } from "../lib/memoize.ts";

/** Characters a token stands for before anything was learned: prose has about 4, code and JSON about 3. */
const firstRatio = 3;
/** No vocabulary does better on text that is worth reading; a higher figure comes from images. */
export const highestRatio = 5;
/** What was added since the last count may be denser than what was counted. */
const caution = 0.8;
/** Vendors bill an image by its size in pixels; what they accept costs at most 5,000 tokens. */
export const charactersOfImage = 5000 * firstRatio;

export interface TokenEstimator {
  /** Tokens of the whole input, rather too many than too few. */
  estimate(request: ModelRequest): number;
  /** Takes in what the vendor counted for this request; a vendor that counts nothing teaches nothing. */
  learn(request: ModelRequest, usage: Usage): void;
}

export function createTokenEstimator(): TokenEstimator {
  /** Model → the last request that was counted. */
  const counted = new Map<string, { size: number; tokens: number }>();

  return {
    estimate(request) {
      const size = sizeOf(request);
      const last = counted.get(request.model);
      if (last === undefined) return Math.ceil(size / (firstRatio * caution));
      const ratio = Math.min(last.size / last.tokens, highestRatio) * caution;
      // A conversation that was cut has little in common with what was counted.
      return size < last.size ? Math.ceil(size / ratio) : last.tokens + Math.ceil((size - last.size) / ratio);
    },
    learn(request, { input, cacheRead, cacheWrite }) {
      const tokens = input + cacheRead + cacheWrite;
      if (tokens > 0) counted.set(request.model, { size: sizeOf(request), tokens });
    },
  };
}

/** In characters. Entries and tools are measured once: they do not change. */
export function sizeOf({ system, tools, entries }: ModelRequest): number {
  return entries.reduce((size, entry) => size + sizeOfEntry(entry), system.length + sizeOfTools(tools));
}

const sizeOfTools = memoizeByIdentity((tools: ModelRequest["tools"]) => JSON.stringify(tools).length);

/** In characters, as a request counts it. */
export const sizeOfEntry = memoizeByIdentity((entry: Entry): number => {
  if (entry.type === "output") return JSON.stringify(entry.items).length;
  if (entry.type === "user") return sizeOfParts(entry.parts);
  return entry.results.reduce((size, { parts }) => size + sizeOfParts(parts), 0);
});

function sizeOfParts(parts: readonly Part[]): number {
  return parts.reduce((size, part) => size + (part.type === "text" ? part.text.length : charactersOfImage), 0);
}
