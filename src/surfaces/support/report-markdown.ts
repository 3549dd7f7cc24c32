import type { Claim } from "../../contract/event.ts";
import type { Report } from "../../contract/report.ts";
import { escapeLine } from "../../lib/escape.ts";
import { quoteWord } from "../../lib/shell-word.ts";
import type { Proof } from "../../verify/proof.ts";
import { shellText } from "./command-text.ts";
import { checkRows, costLines, countsText, diffText, outcomeText } from "./report-lines.ts";
import { secondsText } from "./run-text.ts";

/** A proof for a pull request. What comes from models and files is text there, and nothing else: no link, no image, no mention. */
export function reportMarkdown({ report, log }: Proof): string {
  const { verdict, reasons, claims, findings, accepted, uncovered, repairs } = report;
  const parts = [
    `## ${VERDICTS[verdict]} by Fettle`,
    ...(report.task === "" ? [] : [`> ${plain(report.task)}`]),
    list(reasons.map(plain)),
    checkTable(report),
    section("Claims of the final message", claims.map(claimText)),
    section(
      "Findings",
      findings.map(
        ({ path, line, reason, severity, id }) =>
          `${code(`${path}:${line}`)} ${plain(reason)} (${severity === "decides" ? "keeps the work from being verified" : "for your attention"}, ${code(id)})`,
      ),
    ),
    section(
      "Accepted by a person",
      accepted.map(({ id, finding, by, reason }) => {
        const what = finding === undefined ? code(id) : `${code(`${finding.path}:${finding.line}`)} ${plain(finding.reason)}`;
        return `${what} by ${plain(by)}: ${plain(reason)}`;
      }),
    ),
    section("Not covered", uncovered.map(plain)),
    section(
      "Repaired without a model",
      repairs.flatMap(({ reasons: done }) => done.map(plain)),
    ),
    `${diffText(report.diff)} · ${costLines(report).join(" · ")}`,
    reproduction(report),
    `Thread ${code(report.thread)}, tree ${code(report.tree)}${report.since === undefined ? "" : `, held against commit ${code(report.since)}`}. ` +
      `The log has ${log.lines} signed lines; its signed checkpoint has the SHA-256 ${code(log.checkpointSha256)}.`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const VERDICTS = { verified: "✔ Verified", unverified: "? Unverified", failed: "✘ Failed" } as const;

function checkTable({ checks }: Report): string {
  if (checks.length === 0) return "";
  const rows = checkRows(checks).map(({ name, before, after }) => {
    const run = after ?? before;
    return [code(name), outcomeText(before), outcomeText(after), countsText(run), run === undefined ? "" : secondsText(run.ms)];
  });
  return [["check", "before", "after", "tests", "time"], ["---", "---", "---", "---", "---"], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

function reproduction({ checks }: Report): string {
  if (checks.length === 0) return "";
  const commands = checks.map(({ argv, cwd }) => (cwd === "." ? shellText(argv) : `(cd ${quoteWord(cwd)} && ${shellText(argv)})`));
  const fence = fenceFor(commands.join("\n"), "```");
  return `<details><summary>How to reproduce</summary>\n\n${fence}sh\n${[...new Set(commands)].map(escapeLine).join("\n")}\n${fence}\n\n</details>`;
}

const STANDINGS: Readonly<Record<Claim["standing"], string>> = {
  supported: "✓ supported",
  contradicted: "✗ contradicted",
  stale: "~ stale",
  unsupported: "? unsupported",
};

function claimText({ text, standing, reason }: Claim): string {
  return `${STANDINGS[standing]}: “${plain(text)}” ${plain(reason)}`;
}

function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `### ${title}\n\n${list(items)}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** On one line. A comment that shows nothing keeps names from being mentioned. */
function plain(text: string): string {
  return escapeLine(text)
    .replace(/[\\`*_~<>[\]{}|#!&$]/g, "\\$&")
    .replaceAll("@", "@<!-- -->");
}

function code(text: string): string {
  const shown = escapeLine(text);
  const fence = fenceFor(shown, "`");
  const space = fence.length > 1 ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Longer than any run of backticks in the text. */
function fenceFor(text: string, shortest: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(Math.max(shortest.length, longest + 1));
}
