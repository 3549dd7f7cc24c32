import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "vitest";
import { verifies } from "../verifies.ts";
import { makeBox, plain } from "./boxes.ts";

verifies("sandbox.unasked", async () => {
  const asked: string[] = [];
  const registry = createServer(({ url }, response) => {
    asked.push(url ?? "");
    response.writeHead(404).end();
  });
  await once(registry.listen(0, "127.0.0.1"), "listening");
  await using test = await makeBox("none");
  await test.box.files.write("package.json", Buffer.from('{ "scripts": { "test": "echo ran" } }'));
  const askedIn = async (env: Record<string, string>) => {
    asked.length = 0;
    const home = mkdtempSync(join(test.workspace, "home-"));
    const { output } = await test.box.run("npm run test", {
      ...plain,
      env: { HOME: home, npm_config_registry: `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`, ...env },
    });
    return { ran: output.includes("\nran\n"), asked: [...new Set(asked)] };
  };

  const [unasked, control] = [await askedIn({}), await askedIn({ NPM_CONFIG_UPDATE_NOTIFIER: "true" })];
  registry.close();

  expect({ unasked, control }).toEqual({ unasked: { ran: true, asked: [] }, control: { ran: true, asked: ["/npm"] } });
});
