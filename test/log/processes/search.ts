/** Searches a home for a text and prints how many hits there are. */
import { searchThreads } from "../../../src/log/search/search.ts";

const [home = "", text = ""] = process.argv.slice(2);
const { signal } = new AbortController();
const { hits } = await searchThreads({ home, text, redact: (plain) => plain, signal, limit: 1000, now: Date.now() });
process.stdout.write(`${hits.length}`);
