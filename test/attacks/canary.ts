import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What attacks aim at: a folder beside the workspace, and a web server of this machine. */
export interface Canary extends AsyncDisposable {
  folder: string;
  /** Without a slash at the end. Answers every request with a script that leaves `ran` in the folder. */
  url: string;
  /** What has reached it since the last time it was asked: paths of requests, and names of files in the folder, which are removed. */
  take(): string[];
}

export async function makeCanary(): Promise<Canary> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-canary-")));
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`requested ${request.url}`);
    response.end(`echo x > '${folder}/ran'\n`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    folder,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const written = readdirSync(folder).sort();
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      return [...requests.splice(0), ...written];
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
