import type { Project } from "../contract/check.ts";
import { firstOf, readText } from "./project-files.ts";

/** Where pytest is configured, and the section that says so. */
const CONFIGS: readonly [file: string, section: RegExp][] = [
  ["pytest.ini", /^\[pytest\]/m],
  ["pyproject.toml", /^\[tool\.pytest(?:\.ini_options)?\]/m],
  ["tox.ini", /^\[pytest\]/m],
  ["setup.cfg", /^\[tool:pytest\]/m],
];

export interface PytestConfig {
  file: string;
  text: string;
  section: RegExp;
}

export async function findPytestConfig(project: Project): Promise<PytestConfig | undefined> {
  for (const [file, section] of CONFIGS) {
    const text = await readText(project, file);
    if (text !== undefined && section.test(text)) return { file, text, section };
  }
  return undefined;
}

/** Where programs of the project's own environment are. */
export const environmentFolders = [".venv/bin", "venv/bin"] as const;

/** The project's own Python, else the machine's. */
export async function interpreterOf(project: Project): Promise<string> {
  const own = environmentFolders.map((folder) => `${folder}/python`);
  return (await firstOf(project, own)) ?? "python3";
}

/** Whether a file's tests are written for `unittest`; its mocks are used everywhere. */
export function usesUnittest(text: string): boolean {
  const isWritten = /^\s*(?:import unittest(?!\.)|from unittest import .*TestCase)\b/m.test(text);
  return isWritten && !/^\s*(?:import|from) pytest\b/m.test(text);
}
