/** The same as append.ts with a stream that buffers, as a control: prints each number once `write` has returned. */
import { createWriteStream, writeSync } from "node:fs";
import { setImmediate } from "node:timers/promises";

const stream = createWriteStream(process.argv[2]!);
for (let seq = 0; ; seq++) {
  stream.write(`{"seq":${seq}}\n`);
  writeSync(1, `${seq}\n`);
  if (seq % 100 === 99) await setImmediate();
}
