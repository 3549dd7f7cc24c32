/** Tries to hold a thread's log and says how that went; a holder keeps it until its input ends. */
import { once } from "node:events";
import { FettleError } from "../../../src/contract/error.ts";
import { openLog } from "../../../src/log/writer.ts";

const [home, thread] = process.argv.slice(2) as [string, string];
try {
  const { log } = await openLog({ home, thread });
  console.log("holds");
  await once(process.stdin.resume(), "end");
  log.close();
} catch (error) {
  if (!(error instanceof FettleError)) throw error;
  console.log(`${error.code}: ${error.message}`);
}
