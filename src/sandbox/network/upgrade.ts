/** A connection that stops being HTTP, such as a WebSocket: it counts as writing, since nobody can tell what is said on it. */
import { type IncomingMessage, request as open } from "node:http";
import type { Duplex } from "node:stream";
import type { NetworkContext } from "./context.ts";
import { locate } from "./dial.ts";
import { admit, type Binding, readTarget } from "./exchange.ts";
import { toRefusal } from "./refusal.ts";
import { splice, type Spliced } from "./splice.ts";
import { openUpstream } from "./upstream.ts";

/** Never rejects. */
export async function upgrade(
  message: IncomingMessage,
  { socket, head, binding, context }: { socket: Duplex; head: Buffer; binding: Binding | undefined; context: NetworkContext },
): Promise<void> {
  const began = performance.now();
  const gone = new AbortController();
  socket.on("error", () => {}).on("close", () => gone.abort(new Error("the box has closed the connection")));
  let target = binding?.target ?? { host: "", port: 0 };
  let address: string | undefined;
  const record = (rule: string, { bytesUp, bytesDown, refusal }: Spliced = { bytesUp: 0, bytesDown: 0, refusal: undefined }) => {
    const decision = refusal === undefined ? "allow" : "deny";
    const facts = { method: "UPGRADE", decision, rule: refusal?.rule ?? rule, reason: refusal?.message } as const;
    context.records.add({ ...target, address, ...facts, bytesUp, bytesDown, ms: performance.now() - began });
  };
  try {
    const asked = readTarget(message, binding);
    target = asked.target;
    const admitted = await admit(message, asked, { context, signal: gone.signal, upgrade: true });
    const place = binding?.place ?? (await locate(target, context));
    if ("addresses" in place) address = place.addresses[0];
    const agent = openUpstream(place, asked.secure ? context.upstreamTrust() : undefined);
    const headers = [...admitted.headers.flat(), "Connection", "Upgrade", "Upgrade", message.headers.upgrade ?? ""];
    const { method } = message;
    const outgoing = open({ ...target, agent, method, path: admitted.path, headers, setHost: false, signal: gone.signal });
    const { promise, resolve, reject } = Promise.withResolvers<{ answer: IncomingMessage; upstream?: Duplex; first?: Buffer }>();
    outgoing.on("upgrade", (answer, upstream, first) => resolve({ answer, upstream, first }));
    outgoing.on("response", (answer) => resolve({ answer })).on("error", reject);
    outgoing.end();
    const { answer, upstream, first } = await promise;
    const raw = answer.rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
    socket.write(Buffer.from(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${raw}\r\n`, "latin1"));
    if (upstream === undefined) {
      // The server does not want to: its answer is the end of it.
      answer.destroy();
      socket.end();
      record(admitted.rule);
      return;
    }
    if (first !== undefined && first.length > 0) upstream.unshift(first);
    if (head.length > 0) socket.unshift(head);
    record(admitted.rule, await splice(socket, upstream, context.secrets.watch(target)));
  } catch (error) {
    const refusal = toRefusal(error, target);
    const { rule, status, message: sentence } = refusal;
    record(rule, { bytesUp: 0, bytesDown: 0, refusal });
    if (socket.writable) socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${sentence}\n`);
    else socket.destroy();
  }
}
