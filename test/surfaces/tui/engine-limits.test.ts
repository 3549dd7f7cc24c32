import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import { verifies } from "../../verifies.ts";

const module = JSON.stringify(join(import.meta.dirname, "../../../src/surfaces/tui/engine-limits.ts"));

/** How much room the objects that live shortly have taken when many have lived for a while, in bytes, and what was complained about. */
function run(begin: string): { room: number; complaints: string } {
  const program = `
    import { getHeapSpaceStatistics } from "node:v8";
    import { limitEngine } from ${module};
    ${begin}
    let kept = [];
    for (let index = 0; index < 3_000_000; index++) kept[index % 50_000] = { index };
    console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space").space_size);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module-typescript", "--eval", program], { encoding: "utf8" });
  return { room: Number(stdout), complaints: stderr };
}

verifies("tui.screen.small-engine", () => {
  const limited = run("limitEngine();");
  const free = run("");
  // It may not know the limits.
  const unknown = run(`limitEngine("99.1");`);

  expect([limited, free, unknown].map(({ complaints }) => complaints)).toEqual(["", "", ""]);
  expect(limited.room).toBeLessThan(free.room / 2);
  expect(limited.room).toBeLessThan(unknown.room / 2);
});
