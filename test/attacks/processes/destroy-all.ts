/** Runs destructions as whoever runs this, and prints a line of JSON for each: id, command, user and what it came to. Arguments: an empty folder that boxes show, numbers of destructions (default: all). */
import { destroy } from "../destroy.ts";
import { destructions } from "../destructions.ts";

const [outside = "", ...numbers] = process.argv.slice(2);
for (const [n, destruction] of destructions.entries()) {
  if (numbers.length > 0 && !numbers.includes(String(n))) continue;
  const came = await destroy(destruction, outside).catch((error: unknown) => ({ error: error instanceof Error ? error.stack : error }));
  console.log(JSON.stringify({ n, id: destruction.id, user: process.getuid?.(), came }));
}
