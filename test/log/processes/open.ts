/** Opens a thread, once as the log does and with `whole` by reading all of it at once; prints the events it saw and its peak memory. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openLog } from "../../../src/log/writer.ts";

const [home, thread, how] = process.argv.slice(2) as [string, string, string?];
let events = 0;
if (how === "whole") {
  const dir = join(home, "threads", thread);
  const segments = readdirSync(dir).filter((name) => name.endsWith(".jsonl"));
  const text = segments.map((name) => readFileSync(join(dir, name), "utf8")).join("");
  events = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown).length;
} else {
  const { log } = await openLog({ home, thread, onEvent: () => events++ });
  log.close();
}
console.log(JSON.stringify({ events, peakBytes: process.resourceUsage().maxRSS * 1024 }));
