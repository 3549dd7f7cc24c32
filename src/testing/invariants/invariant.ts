import type { Memory } from "../memory.ts";
import type { SeenRequest } from "../seen-request.ts";

/** What must hold of every request. Returns what does not, a sentence each. */
export type Invariant = (request: SeenRequest, memory: Memory) => string[];
