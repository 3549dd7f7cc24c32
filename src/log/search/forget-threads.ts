import { existsSync } from "node:fs";
import { threadIds } from "../threads.ts";
import { indexPath, withIndex } from "./index-file.ts";
import { forgetGone } from "./update.ts";

/** Takes threads whose folders are gone out of the index, and their words out of its file. Returns how many. */
export async function forgetGoneThreads(home: string): Promise<number> {
  if (!existsSync(indexPath(home))) return 0;
  return await withIndex(home, async (index) => {
    const count = forgetGone(index, new Set(threadIds(home)));
    // What is deleted is only said to be, until parts of the index are written anew; old pages keep it until the file is.
    if (count > 0) index.exec("INSERT INTO texts (texts) VALUES ('optimize'); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    return count;
  });
}
