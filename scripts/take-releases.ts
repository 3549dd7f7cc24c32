/**
 * `node scripts/take-releases.ts FOLDER PACKAGE...` takes the newest consecutive releases of npm packages that ship their tests, for
 * `node scripts/tampering-rates.ts FOLDER`. What was published is downloaded and read, never run.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPatch } from "diff";
import { roleOf } from "../src/verify/tampering/roles.ts";

/** Of a package: how far back is looked, and how many releases that change tests are taken. */
const MAX_VERSIONS = 30;
const MAX_RELEASES = 12;
/** Larger ones are archives, bundles and data. */
const MAX_BYTES_UNPACKED = 8_000_000;
const MAX_FILE_CHARACTERS = 150_000;
/** More files at once is another project. */
const MAX_CHANGED_FILES = 150;
/** What a repository does not hold, or nobody wrote. */
const GENERATED =
  /(?:^|\/)(?:node_modules|dist|build|coverage|\.nyc_output|\.tap)\/|\.min\.[cm]?js$|(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock)$/;

const COMPILED = /^\/\/# sourceMappingURL=/m;

type Files = Map<string, string>;
type Patches = Record<string, [since: string | null, patch: string | null]>;

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined || names.length === 0) throw new Error("usage: node scripts/take-releases.ts FOLDER PACKAGE...");
mkdirSync(folder, { recursive: true });
const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
const queue = [...names];
await Promise.all(
  Array.from({ length: 10 }, async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      try {
        console.log(`${name}: ${await take(name)}`);
      } catch (error) {
        console.log(`${name}: not taken: ${(error as Error).message}`);
      }
    }
  }),
);

/** Writes the history of a package, and says what it is. */
async function take(name: string): Promise<string> {
  const response = await fetch(new URL(name.replace("/", "%2f"), registry), { headers: { accept: "application/vnd.npm.install-v1+json" } });
  if (!response.ok) throw new Error(`the registry says ${response.status}`);
  const { versions } = (await response.json()) as {
    versions: Record<string, { dist: { tarball: string; unpackedSize?: number }; deprecated?: string }>;
  };
  const published = Object.keys(versions)
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version) && (versions[version]!.dist.unpackedSize ?? 0) < MAX_BYTES_UNPACKED)
    .sort((a, b) => compare(a, b));
  const read = (version: string) => download(versions[version]!.dist.tarball);
  let last = published.length;
  // Many stopped to ship their tests.
  for (const back of [0, 0.25, 0.5, 0.7]) {
    last = Math.floor((published.length - 1) * (1 - back));
    const version = published[last];
    if (version !== undefined && hasTests(await read(version))) break;
    last = -1;
  }
  if (last < 0) return "ships no tests";
  const pairs: { from: string; to: string; before: Files; after: Files }[] = [];
  let after = await read(published[last]!);
  let licence = "";
  let notice = "";
  for (let at = last; at > 0 && at > last - MAX_VERSIONS && pairs.length < MAX_RELEASES; at -= 1) {
    const before = await read(published[at - 1]!);
    if (!hasTests(before)) break;
    const changed = changedPaths(before, after);
    const changesTests = changed.some((path) => roleOf(path) === "test" && before.has(path));
    if (changesTests && changed.length <= MAX_CHANGED_FILES) pairs.unshift({ from: published[at - 1]!, to: published[at]!, before, after });
    if (licence === "") {
      const own = JSON.parse(after.get("package.json") ?? "{}") as { license?: string };
      licence = typeof own.license === "string" ? own.license : "see its notice";
      notice = [...after].find(([path]) => /^licen[cs]e/i.test(path))?.[1] ?? "";
    }
    after = before;
  }
  if (pairs.length === 0) return "no release changes tests";
  const history = { package: name, licence, notice, ...record(pairs) };
  writeFileSync(join(folder!, `${name.replace("@", "").replace("/", "-")}.json`), JSON.stringify(history));
  return `${pairs.length} releases`;
}

/** Texts as patches: to the version before a release, then to the one after it. */
function record(pairs: readonly { from: string; to: string; before: Files; after: Files }[]) {
  const initial: Record<string, string> = {};
  const now: Files = new Map();
  const seen = new Set<string>();
  const releases = pairs.map(({ from, to, before, after }) => {
    const patches: Patches = {};
    for (const path of changedPaths(before, after)) {
      const old = before.get(path);
      const text = after.get(path);
      if (old !== undefined && !seen.has(path)) now.set(path, (initial[path] = old));
      seen.add(path);
      const known = now.get(path);
      const since = known === old ? "" : old === undefined ? null : patch(path, known ?? "", old);
      patches[path] = [since, text === undefined ? null : patch(path, old ?? "", text)];
      if (text === undefined) now.delete(path);
      else now.set(path, text);
    }
    return { from, to, patches };
  });
  return { initial, releases };
}

function patch(path: string, before: string, after: string): string {
  return createPatch(path, before, after, "", "", { context: 1 });
}

function changedPaths(before: Files, after: Files): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).sort();
}

function hasTests(files: Files): boolean {
  return [...files.keys()].some((path) => roleOf(path) === "test");
}

/** The texts of what was published. */
async function download(tarball: string): Promise<Files> {
  const response = await fetch(tarball);
  if (!response.ok) throw new Error(`${tarball}: ${response.status}`);
  const place = mkdtempSync(join(tmpdir(), "release-"));
  try {
    execFileSync("tar", ["-xz", "--strip-components=1", "--no-same-owner", "-C", place], {
      input: Buffer.from(await response.arrayBuffer()),
      stdio: ["pipe", "ignore", "ignore"],
    });
    execFileSync("chmod", ["-R", "u+rwX", place]);
    const files: Files = new Map();
    for (const entry of readdirSync(place, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name).slice(place.length + 1);
      if (GENERATED.test(path)) continue;
      const text = readFileSync(join(place, path), "utf8");
      // What a compiler wrote, and a manifest that was stripped when it was published, are not what people work on.
      const written = !COMPILED.test(text) && (path !== "package.json" || text.includes('"scripts"'));
      if (written && text.length <= MAX_FILE_CHARACTERS && !text.includes("\0")) files.set(path, text.replaceAll("\r\n", "\n"));
    }
    return files;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function compare(a: string, b: string): number {
  const [x, y] = [a.split(".").map(Number), b.split(".").map(Number)];
  return x[0]! - y[0]! || x[1]! - y[1]! || x[2]! - y[2]!;
}
