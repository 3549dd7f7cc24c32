import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { setStage, type Stage } from "../../e2e/harness.ts";
import { createWorkspace } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";

const month = 31 * 24 * 60 * 60;

/** A home with two threads that have deleted a file: one in a workspace that is gone, one in a workspace that is there. */
async function story(act: (stage: Stage, about: { gone: string; stores(): string[] }) => Promise<void>): Promise<void> {
  const work = reply().tool("shell", { script: "rm big" });
  await using stage = await setStage({
    files: { big: "x".repeat(3_000_000) },
    replies: [work, reply().text("1"), work, reply().text("2")],
  });
  await using gone = await createWorkspace({ files: { big: "x".repeat(3_000_000) } });
  const undo = join(stage.home, ".fettle/undo");
  expect(await stage.fettle(["exec", "go", "--check", "true"])).toMatchObject({ code: 0 });
  expect(await stage.fettle(["exec", "go", "--check", "true", "--dir", gone.root])).toMatchObject({ code: 0 });
  rmSync(gone.root, { recursive: true });
  // As if nothing had been done for long.
  for (const name of readdirSync(undo)) utimesSync(join(undo, name), Date.now() / 1000 - month, Date.now() / 1000 - month);
  await act(stage, { gone: gone.root, stores: () => readdirSync(undo) });
}

verifies("surfaces.gc", () =>
  story(async (stage, { gone, stores }) => {
    const before = stores();
    expect((await stage.fettle(["gc", "--dry-run"])).stdout).toMatch(
      new RegExp(`^${gone}  2\\.9 MiB\nwould free 2\\.9 MiB of 1 gone workspaces\n$`),
    );
    expect(stores()).toEqual(before);
    const { stdout } = await stage.fettle(["gc", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ workspace: gone, removed: true });
    expect(stores()).toHaveLength(1);
    // What is there can still be undone, and every log is there.
    expect(await stage.fettle(["undo"])).toMatchObject({ code: 0 });
    expect(stage.workspace.exists("big")).toBe(true);
    expect((await stage.fettle(["threads", "--json"])).stdout.trim().split("\n")).toHaveLength(2);
    expect((await stage.fettle(["gc"])).stdout).toBe("freed 0.0 MiB of 0 gone workspaces\n");
  }),
);

verifies("surfaces.gc", "what was used lately stays, and what came back", () =>
  story(async (stage, { gone, stores }) => {
    expect((await stage.fettle(["gc", "--older-than", "60"])).stdout).toBe("freed 0.0 MiB of 0 gone workspaces\n");
    mkdirSync(gone);
    writeFileSync(join(gone, "x"), "");
    expect((await stage.fettle(["gc", "--older-than", "0"])).stdout).toBe("freed 0.0 MiB of 0 gone workspaces\n");
    expect(stores()).toHaveLength(2);
    expect(await stage.fettle(["gc", "--older-than", "soon"])).toMatchObject({ code: 2 });
  }),
);
