/** Run as a process of its own, so that its memory is the index's alone: indexes a folder by the built thread, and prints what it cost as JSON. */
import { appendFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";

const [workspace, file, changed] = process.argv.slice(2);
if (workspace === undefined || file === undefined || changed === undefined) throw new Error("usage: index-once WORKSPACE DATABASE CHANGED");

const workerData = { role: "index", workspace, file, maxFiles: 1_000_000 };
const worker = new Worker(resolve(import.meta.dirname, "../../dist/graph-worker.js"), { workerData });
let id = 0;

async function update(paths?: readonly string[]): Promise<{ files: number; cpuMs: number; wallMs: number }> {
  const own = id++;
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  const { promise, resolve: done, reject } = Promise.withResolvers<{ files: number }>();
  const onMessage = (reply: { id: number; type: string; report: { files: number }; error: { message: string } }) => {
    if (reply.type === "done" && reply.id === own) done(reply.report);
    if (reply.type === "failed") reject(new Error(reply.error.message));
  };
  worker.on("message", onMessage);
  worker.postMessage({ id: own, type: "update", paths });
  const { files } = await promise;
  worker.off("message", onMessage);
  const { user, system } = process.cpuUsage(cpu);
  return { files, cpuMs: (user + system) / 1000, wallMs: performance.now() - from };
}

const cold = await update();
const peakMb = process.resourceUsage().maxRSS / 1024;
const nothing = await update();
const one: { cpuMs: number; wallMs: number }[] = [];
for (let round = 0; round < 15; round++) {
  appendFileSync(`${workspace}/${changed}`, `export const added${round} = ${round};\n`);
  one.push(await update([changed]));
}
console.log(JSON.stringify({ cold, peakMb, nothing, one, databaseMb: statSync(file).size / 1e6 }));
await worker.terminate();
