import { dirname, join } from "node:path";
import { readConfigFileIfThere } from "../config/config-file.ts";
import { projectFile } from "../config/load.ts";
import type { Limits, PolicyFile, WrittenRule } from "../config/policy-file.ts";
import { userPolicyFile } from "../config/store-rules.ts";
import { distrusted, isTrusted } from "../config/trust.ts";
import { FettleError } from "../contract/error.ts";
import type { Rule, Tier } from "../contract/policy.ts";
import type { ToolEntry } from "../contract/tool.ts";

export const organisationFile = "/etc/fettle/policy.toml";

export interface PolicySources {
  workspace: string;
  /** Fettle's own folder. */
  home: string;
  userHome: string;
  tools: readonly Pick<ToolEntry, "name">[];
  /** For tests of it; nothing that a user could set leads here. */
  organisation?: string;
}

export interface LoadedPolicy {
  rules: readonly WrittenRule[];
  limits: Limits;
  /** What a person should know: a file that is ignored, rules without effect. */
  notices: readonly string[];
}

/** The project's own rules, whether or not they are there. */
export function projectPolicyFile(workspace: string): string {
  return join(dirname(projectFile(workspace)), "policy.toml");
}

/**
 * The rules of organisation, user and project. Throws `config.invalid` with file and line for what is no rule, and for one whose
 * examples fail. Without rule files it costs three looks at the file system.
 */
export async function loadPolicy(sources: PolicySources): Promise<LoadedPolicy> {
  const { files, notices } = policyFiles(sources);
  if (files.length === 0) return { rules: [], limits: {}, notices };
  const read = await readPolicyFiles(files);
  const rules = read.flatMap((file) => file.rules);
  const { examine, failedExamples } = await import("./examine-rules.ts");
  const [failed] = failedExamples(rules, sources);
  if (failed !== undefined)
    throw new FettleError("config.invalid", failed.what, {
      at: failed.where,
      hint: "Correct the rule or its example: `fettle policy test` shows all.",
    });
  return {
    rules,
    limits: Object.assign({}, ...read.map((file) => file.limits)) as Limits,
    notices: [...notices, ...examine(rules, sources).map(({ where, what }) => `${where}: ${what}`)],
  };
}

/** What a thread needs of a rule: not its examples. */
export function withoutExamples(rules: readonly WrittenRule[]): Rule[] {
  return rules.map(({ match: _match, notMatch: _notMatch, ...rule }) => rule);
}

export interface Source {
  file: string;
  tier: Tier;
  text: string;
}

export async function readPolicyFiles(files: readonly Source[]): Promise<PolicyFile[]> {
  const { readPolicyFile } = await import("../config/policy-file.ts");
  return files.map(({ text, ...place }) => readPolicyFile(text, place));
}

/** The files that count. A project's counts only with the content that somebody has trusted, whoever is there. */
export function policyFiles({ workspace, home, organisation = organisationFile }: PolicySources): { files: Source[]; notices: string[] } {
  const files: Source[] = [];
  const notices: string[] = [];
  const add = (file: string, tier: Tier) => {
    const text = readConfigFileIfThere(file, "The policy");
    if (text !== undefined) files.push({ file, tier, text });
  };
  add(organisation, "organisation");
  add(userPolicyFile(home), "user");
  const project = projectPolicyFile(workspace);
  const text = readConfigFileIfThere(project, "The policy");
  if (text === undefined) return { files, notices };
  if (isTrusted(home, project, text)) files.push({ file: project, tier: "project", text });
  else notices.push(distrusted(project));
  return { files, notices };
}
