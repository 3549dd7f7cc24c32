/** Consecutive published versions of open-source packages that ship their tests: what honest people do to tests. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { applyPatch } from "diff";
import type { Finding } from "../../../src/contract/event.ts";
import { findTampering } from "../../../src/verify/tampering/find-tampering.ts";
import type { FileChange } from "../../../src/verify/tampering/work.ts";

const recorded = resolve(import.meta.dirname, "../../fixtures/honest-test-diffs");

/** Texts are kept as patches: to the version before a release, then to the one after it; null where there is none. */
interface History {
  package: string;
  licence: string;
  initial: Record<string, string>;
  releases: { from: string; to: string; patches: Record<string, [string | null, string | null]> }[];
}

export interface Release {
  package: string;
  from: string;
  to: string;
  changes: FileChange[];
}

/** All releases of a folder that changed tests, by package, oldest first. */
function honestReleases(folder: string): Release[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .flatMap((file) => releasesOf(JSON.parse(readFileSync(join(folder, file), "utf8")) as History));
}

function releasesOf({ package: name, initial, releases }: History): Release[] {
  const now = new Map(Object.entries(initial));
  const begun = new Set(now.keys());
  return releases.map(({ from, to, patches }) => {
    const changes = Object.entries(patches).map(([path, [since, patch]]): FileChange => {
      const known = now.get(path);
      const before = since === "" ? known : since === null ? undefined : patched(known ?? "", since);
      const after = patch === null ? undefined : patched(before ?? "", patch);
      if (after === undefined) now.delete(path);
      else now.set(path, after);
      begun.add(path);
      return { path, before, after };
    });
    return { package: name, from, to, changes };
  });
}

function patched(text: string, patch: string): string {
  const result = applyPatch(text, patch);
  if (result === false) throw new Error("a recorded patch does not fit");
  return result;
}

export interface Judged extends Release {
  findings: Finding[];
}

/** What the published page says, by package and by rule. */
export function renderRates(judged: readonly Judged[]): string {
  const decides = ({ findings }: Judged) => findings.some(({ severity }) => severity === "decides");
  const share = (count: number) => `${((100 * count) / judged.length).toFixed(1)} %`;
  const packages = [...Map.groupBy(judged, (release) => release.package)].map(([name, releases]) => {
    const span = `${releases[0]!.from} … ${releases.at(-1)!.to}`;
    return `| ${name} | ${span} | ${releases.length} | ${releases.filter(decides).length} |`;
  });
  const total = judged.filter(decides).length;
  const byRule = Map.groupBy(
    judged.flatMap(({ findings }, index) => findings.map(({ rule, severity }) => ({ rule, severity, index }))),
    ({ rule, severity }) => `${rule} | ${severity}`,
  );
  const rules = Array.from(byRule, ([key, all]) => ({ key, releases: new Set(all.map(({ index }) => index)).size }))
    .sort((a, b) => b.releases - a.releases || (a.key < b.key ? -1 : 1))
    .map(({ key, releases }) => `| ${key} | ${releases} | ${share(releases)} |`);
  return [
    "| package | versions | releases that change tests | with a finding that decides |",
    "|---|---|---|---|",
    ...packages,
    `| all | | ${judged.length} | ${total} (${share(total)}) |`,
    "",
    "| rule | severity | releases | share |",
    "|---|---|---|---|",
    ...rules,
  ].join("\n");
}

/** Each release as if it were the work of a turn whose task says nothing of tests. */
export async function judgeHonestReleases(folder: string = recorded): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const release of honestReleases(folder)) {
    const findings = await findTampering(release.changes, { task: "", failing: [], failedBefore: new Set(), shrunk: [], otherTests: [] });
    judged.push({ ...release, findings });
  }
  return judged;
}
