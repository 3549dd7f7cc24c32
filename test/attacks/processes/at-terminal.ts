/** A harness at a terminal, whose command tries to write to it; the sandbox is the argument. */
import { readlinkSync } from "node:fs";
import { makeBox, plain } from "../../sandbox/boxes.ts";

await using test = await makeBox(process.argv[2] ?? "");
const terminal = readlinkSync("/proc/self/fd/0");
// What gets there is seen by whoever reads the terminal.
const script = `echo "$((6*7)) has run"; (echo "got the terminal" > ${terminal}) 2>/dev/null; (echo "got /dev/tty" > /dev/tty) 2>/dev/null; true`;
const { output } = await test.box.run(script, plain);
if (!output.toString().includes("42 has run")) console.log("got nothing tried");
