import type { Work } from "./work.ts";

/** What of the project a suspicion is about. A task that asks for such a change makes it honest. */
export type Topic = "tests" | "snapshots" | "settings" | "limits" | "suppressions" | "scripts" | "sources" | "runner";

export interface Suspicion {
  rule: string;
  path: string;
  /** From 1, of the new version; of the old one when the line is gone. */
  line: number;
  /** One sentence for people. */
  reason: string;
  /** What tells it from others of its rule in this file, whatever the line: it is in the finding's id. */
  text: string;
  /** It is so rare in honest work that it decides; else it is only shown. */
  decides: boolean;
  topic: Topic;
}

/** Looks for one way of weakening what proves the work. Pure. */
export interface Detector {
  name: string;
  look(work: Work): Suspicion[];
}

export function defineDetector(detector: Detector): Detector {
  return detector;
}

/** What is known without loading the file; generated. */
export interface DetectorEntry {
  name: string;
  load(): Promise<{ default: Detector }>;
}
