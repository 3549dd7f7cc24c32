/** Connections to one target, kept alive for as long as the connection of the box that they serve. */
import { Agent } from "node:http";
import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import { isAddress } from "../../lib/host.ts";
import { dial, type Place } from "./dial.ts";
import { settle } from "./upstream-proxy.ts";

const handshakeMs = 20_000;

/** `context` trusts the authorities of this machine; without it nothing is encrypted. */
export function openUpstream(place: Place, context: SecureContext | undefined): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  agent.createConnection = (_options, onCreated) => {
    connect(place, context).then(
      (socket) => onCreated?.(null, socket),
      (error: unknown) => onCreated?.(error instanceof Error ? error : new Error(String(error)), undefined as never),
    );
    return undefined;
  };
  return agent;
}

async function connect(place: Place, context: SecureContext | undefined): Promise<Socket> {
  const socket = await dial(place);
  if (context === undefined) return socket;
  const { host } = place.target;
  const secure = process.getBuiltinModule("node:tls").connect({
    socket,
    host,
    ...(!isAddress(host) && { servername: host }),
    secureContext: context,
    ALPNProtocols: ["http/1.1"],
  });
  await settle(secure, "secureConnect", AbortSignal.timeout(handshakeMs));
  return secure;
}
