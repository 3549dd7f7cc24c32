import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { contentTypes, toBytes, type Framing } from "./framing.ts";
import type { Signal } from "./render.ts";
import type { Scissors } from "./scissors.ts";

export interface Delivery {
  response: ServerResponse;
  framing: Framing;
  /** Cuts what is written into awkward pieces. */
  scissors?: Scissors;
  /** Resolves when the gate is open. */
  passGate: (name: string) => Promise<void>;
  signals: Iterable<Signal>;
}

/** Plays the signals to the client. Resolves when nothing more will be sent, or when the client has gone. */
export async function deliver({ response, framing, scissors, passGate, signals }: Delivery): Promise<void> {
  // A client that goes in mid-stream is no error of the server's.
  response.on("error", () => {});
  const gone = new AbortController();
  const closed = new Promise<void>((resolve) => response.once("close", resolve)).then(() => gone.abort());
  let pauseMs = 0;
  for (const signal of signals) {
    if (response.destroyed) return;
    switch (signal.type) {
      case "slow":
        pauseMs = signal.ms;
        break;
      case "gate":
        await write(response, scissors?.rest());
        await Promise.race([passGate(signal.name), closed]);
        break;
      case "frame": {
        if (pauseMs > 0) {
          await write(response, scissors?.rest());
          await delay(pauseMs, undefined, { signal: gone.signal }).catch(() => undefined);
        }
        open(response, framing);
        const bytes = toBytes[framing](signal.frame);
        for (const piece of scissors?.cut(bytes) ?? [bytes]) await write(response, piece);
        break;
      }
      case "reset":
        await write(response, scissors?.rest());
        response.destroy();
        return;
      case "hang":
        await write(response, scissors?.rest());
        return closed;
      case "end":
        await write(response, scissors?.rest());
        open(response, framing);
        response.end();
        return;
      case "refuse":
        response.writeHead(signal.status, {
          "content-type": contentTypes.json,
          ...(signal.retryAfter !== undefined && { "retry-after": String(signal.retryAfter) }),
        });
        response.end(signal.body);
        return;
    }
  }
}

function open(response: ServerResponse, framing: Framing): void {
  if (!response.headersSent) response.writeHead(200, { "content-type": contentTypes[framing] });
}

/** Resolves when the bytes have been handed to the kernel, or the client has gone. */
async function write(response: ServerResponse, bytes: Buffer | undefined): Promise<void> {
  if (!bytes || bytes.length === 0 || response.destroyed) return;
  await new Promise<void>((resolve) => {
    response.write(bytes, () => resolve());
  });
}
