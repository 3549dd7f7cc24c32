import { mkdtempSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Attempt } from "../contract/backend.ts";
import { toErrorFacts } from "../contract/error.ts";
import { openBox } from "./open.ts";
import { openStore } from "./store/open.ts";

/** Has a command of that sandbox delete a file of a workspace of its own, and takes that back. */
export async function tryUndo(sandbox: string): Promise<Attempt> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-undo-")));
  try {
    const [workspace, home] = [join(folder, "workspace"), join(folder, "home")];
    mkdirSync(workspace);
    writeFileSync(join(workspace, "file"), "content");
    const found = await deleteAndUndo(sandbox, { workspace, home, folder });
    return { what: "undo", ok: found === undefined, needed: false, means: found ?? "a file that a command had deleted came back" };
  } catch (error) {
    return { what: "undo", ok: false, needed: false, means: `nothing could be tried: ${toErrorFacts(error).message}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Places {
  workspace: string;
  home: string;
  folder: string;
}

async function deleteAndUndo(sandbox: string, { workspace, home, folder }: Places): Promise<string | undefined> {
  const file = join(workspace, "file");
  {
    await using box = await openBox(sandbox, {
      workspace,
      home,
      stateDir: join(folder, "state"),
      readOnly: false,
      passEnv: [],
      limits: { memoryBytes: 0, processes: 0 },
      undoBytes: 1024 ** 2,
      maxDeletions: 10,
    });
    await box.run("rm file", { timeoutMs: 20_000 });
  }
  if (contentOf(file) !== undefined) return "a command could not delete a file of its workspace";
  const store = await openStore({ root: workspace, home });
  const ids = store.checkpoints().map(({ id }) => id);
  await store.undo({ ids }, { label: { thread: "doctor", turn: 0, item: "undo", title: "undo" } });
  return contentOf(file) === "content" ? undefined : "a file that a command had deleted did not come back";
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
