import type { Finding } from "../../contract/event.ts";
import { findingId } from "../finding-id.ts";
import { asksFor } from "./asked.ts";
import type { Suspicion } from "./detector.ts";
import { entries } from "./detectors/index.gen.ts";
import { type Circumstances, type FileChange, readWork } from "./work.ts";

/** Said of a file of which nothing else can be said. */
const ALONE = "tests-alone";

/**
 * What in the changes weakens what proves the work, those that decide first, else by path and line. The same changes in the same
 * circumstances give the same findings with the same ids; lines may move without another id.
 */
export async function findTampering(changes: readonly FileChange[], circumstances: Circumstances): Promise<Finding[]> {
  const work = await readWork(changes, circumstances);
  const suspicions: Suspicion[] = [];
  for (const { load } of entries) suspicions.push(...(await load()).default.look(work));
  const asked = new Map<string, boolean>();
  const isAsked = (topic: Suspicion["topic"]): boolean => {
    const known = asked.get(topic) ?? asksFor(topic, circumstances.task);
    asked.set(topic, known);
    return known;
  };
  const findings = new Map<string, Finding>();
  for (const { rule, path, line, reason, text, decides, topic } of suspicions) {
    const id = findingId(rule, path, text);
    const severity = decides && !isAsked(topic) ? "decides" : "weighs";
    if (findings.get(id)?.severity !== "decides") findings.set(id, { id, rule, path, line, severity, reason });
  }
  // What says more of the same file is enough.
  const told = new Set(
    [...findings.values()].filter(({ severity, rule }) => severity === "decides" && rule !== ALONE).map(({ path }) => path),
  );
  for (const { id, rule, path } of findings.values()) if (rule === ALONE && told.has(path)) findings.delete(id);
  // Tests that went with what they tested, or because somebody asked for it, are not missed.
  const isMissed =
    suspicions.some(({ topic, rule }) => topic === "tests" && /deleted|skipped|focused/.test(rule)) || work.removed.length === 0;
  for (const finding of circumstances.shrunk)
    findings.set(finding.id, isMissed && !isAsked("tests") ? finding : { ...finding, severity: "weighs" });
  return [...findings.values()].sort(
    (a, b) => a.severity.localeCompare(b.severity) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line),
  );
}
