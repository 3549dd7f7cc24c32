import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Where tests start whole programs, many of them: each of their files takes as long as dozens of the others. */
const long = /\/test\/(?:attacks|liars|docs|e2e|sandbox\/store)\//;

/** Begins with what takes longest, so that at the end no core waits for another. On a fresh clone nothing is known but the files' sizes. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { first = [], then = [] } = Object.groupBy(await super.sort(files), ({ moduleId }) => (long.test(moduleId) ? "first" : "then"));
    return [...first, ...then];
  }
}
