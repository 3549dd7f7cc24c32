/** Appends one event of each kind of durability and says after each that append has returned. */
import { writeSync } from "node:fs";
import { createLog } from "../../../src/log/writer.ts";

using log = createLog({ home: process.argv[2]!, workspace: "/w", model: "lab/model", sandbox: "none", fettle: "0.1.0" });
log.append({ type: "fact.recorded", fact: "plain", value: 1 });
writeSync(1, "plain returned\n");
log.append({ type: "fact.recorded", fact: "durable", value: 1 }, { durable: true });
writeSync(1, "durable returned\n");
log.append({ type: "turn.completed", text: "", steps: 0 });
writeSync(1, "turn returned\n");
