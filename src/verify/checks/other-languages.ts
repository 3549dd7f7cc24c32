import { defineCheck, type FoundCheck } from "../../contract/check.ts";
import { placeOf, readText } from "../project-files.ts";

/** Languages whose one tool tests any project of theirs, known by its manifest and what stands in it. */
const TOOLS: readonly [manifest: string, marks: RegExp, argv: readonly [string, ...string[]]][] = [
  ["mix.exs", /^defmodule\b/m, ["mix", "test"]],
  ["Package.swift", /\.testTarget\(/, ["swift", "test"]],
  ["build.zig", /\bpub fn build\b/, ["zig", "build", "test"]],
  ["pubspec.yaml", /^name:/m, ["dart", "test"]],
  ["gleam.toml", /^name\b/m, ["gleam", "test"]],
  ["project.clj", /\(defproject\b/, ["lein", "test"]],
  ["build.sbt", /^/, ["sbt", "test"]],
  ["stack.yaml", /^/, ["stack", "test"]],
  ["dune-project", /\(lang dune\b/, ["dune", "test"]],
  ["build/CTestTestfile.cmake", /^/, ["ctest", "--test-dir", "build", "--output-on-failure"]],
  ["deno.json", /^/, ["deno", "test"]],
  ["deno.jsonc", /^/, ["deno", "test"]],
];

export default defineCheck({
  name: "other languages",
  async find(project) {
    const checks: FoundCheck[] = [];
    for (const [manifest, marks, argv] of TOOLS) {
      const text = await readText(project, manifest);
      if (text === undefined || !marks.test(text)) continue;
      const from = placeOf(manifest, text, marks);
      checks.push({ id: argv.slice(0, 2).join(" "), argv, proves: "tests", from });
    }
    return checks;
  },
});
