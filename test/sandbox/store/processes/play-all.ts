/** Plays all scenarios as whoever runs this, and prints what each came to. */
import { play } from "../play.ts";
import { scenarios } from "../scenarios.ts";

const results: Record<string, unknown> = {};
for (const [name, scenario] of Object.entries(scenarios)) {
  results[name] = await play(scenario).catch((error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : error));
}
process.stdout.write(JSON.stringify(results));
