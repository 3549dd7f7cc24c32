/** The entry of the graph's threads: one keeps the index of a workspace, and starts those that outline its files. */
import { parentPort, workerData } from "node:worker_threads";
import type { Candidate } from "./outline-file.ts";

type Role = { role: "outline"; workspace: string } | { role: "index"; workspace: string; file: string; maxFiles: number };

const port = parentPort;
if (port === null) throw new Error("unreachable: this file is the entry of a thread");
const data = workerData as Role;

if (data.role === "outline") {
  const { outlineFile } = await import("./outline-file.ts");
  const { workspace } = data;
  port.on("message", (candidates: readonly Candidate[]) => {
    void Promise.all(candidates.map((candidate) => outlineFile(workspace, candidate))).then((outlined) => port.postMessage(outlined));
  });
} else {
  const { Indexer } = await import("./indexer.ts");
  const { openOutliners } = await import("./outliners.ts");
  const { serve } = await import("./indexer-thread.ts");
  serve(port, new Indexer({ ...data, outliners: openOutliners(data.workspace) }));
}
