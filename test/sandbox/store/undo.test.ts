import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import { verifies } from "../../verifies.ts";
import { isRoot } from "./overlay.ts";
import { asItShould, play } from "./play.ts";
import { scenarios } from "./scenarios.ts";

for (const [name, scenario] of Object.entries(scenarios)) {
  verifies("store.undo", `E83: ${name}`, async () => {
    expect(await play(scenario)).toEqual(asItShould);
  });
}

verifies("store.undo-user", "E83: all of them", () => {
  const nobody = isRoot ? { uid: 65534, gid: 65534 } : {};

  const output = execFileSync(process.execPath, [join(import.meta.dirname, "processes/play-all.ts")], {
    ...nobody,
    cwd: "/",
    encoding: "utf8",
  });

  expect(JSON.parse(output)).toEqual(Object.fromEntries(Object.keys(scenarios).map((name) => [name, asItShould])));
});
