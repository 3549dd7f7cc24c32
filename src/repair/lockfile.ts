import type { Diagnostic, Repair, RepairContext } from "../contract/repairer.ts";
import { isInstalled, run } from "./programs/fixing-program.ts";

const LOCK = "package-lock.json";
const KINDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;

type Manifest = Partial<Record<(typeof KINDS)[number], Record<string, string>>>;

/** Brings npm's lockfile in step with a changed manifest, as far as npm can from what it has on this machine: without a network. */
export async function mendLockfile({ files, changed, trial, signal, onProgress }: RepairContext): Promise<Repair | undefined> {
  if (trial === undefined || !changed.includes("package.json")) return undefined;
  const read = async (path: string): Promise<string> => (await files.read(path)).toString("utf8");
  const [manifest, lock] = [await read("package.json"), await read(LOCK)];
  const before = differences(manifest, lock);
  if (before === undefined || before.length === 0) return undefined;

  return await trial(new Map(), async (box) => {
    if (!(await isInstalled("npm", box, signal))) return undefined;
    const npm = ["npm", "install", "--package-lock-only", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    if ((await run(box, npm, signal)).exitCode !== 0) return undefined;
    const { output, omittedBytes } = await run(box, ["cat", "--", LOCK], signal);
    const text = output.toString("utf8");
    const after = differences(manifest, text);
    if (omittedBytes > 0 || after === undefined || after.length >= before.length) return undefined;
    const reason = `${LOCK} npm install --package-lock-only: it did not fit package.json (${before.map(({ code }) => code).join(", ")})`;
    onProgress(reason);
    return { reasons: [reason], edits: new Map([[LOCK, text]]), before, after };
  });
}

/** What the manifest asks for and the lockfile does not know so; undefined when either cannot be read. */
function differences(manifest: string, lock: string): Diagnostic[] | undefined {
  const asked = tryParse(manifest) as Manifest | undefined;
  const known = (tryParse(lock) as { packages?: Record<string, Manifest> } | undefined)?.packages?.[""];
  if (asked === undefined || known === undefined) return undefined;
  return KINDS.flatMap((kind) => {
    const names = new Set([...Object.keys(asked[kind] ?? {}), ...Object.keys(known[kind] ?? {})]);
    return [...names]
      .filter((name) => asked[kind]?.[name] !== known[kind]?.[name])
      .map((name) => ({
        file: LOCK,
        line: 1,
        code: name,
        message: `package.json has ${asked[kind]?.[name] ?? "no"} ${name}, the lockfile ${known[kind]?.[name] ?? "none"}`,
      }));
  });
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
