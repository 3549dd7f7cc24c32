// Written by `npm run gen` from the files of this folder. Do not edit.
import type { DetectorEntry } from "../../../verify/tampering/detector.ts";

export const entries: readonly DetectorEntry[] = [
  { ...{"name":"asked-stub"}, load: () => import("./asked-stub.ts") },
  { ...{"name":"asked-tests"}, load: () => import("./asked-tests.ts") },
  { ...{"name":"assertions"}, load: () => import("./assertions.ts") },
  { ...{"name":"environment"}, load: () => import("./environment.ts") },
  { ...{"name":"escapes"}, load: () => import("./escapes.ts") },
  { ...{"name":"hard-coded"}, load: () => import("./hard-coded.ts") },
  { ...{"name":"kept-answers"}, load: () => import("./kept-answers.ts") },
  { ...{"name":"knows-tests"}, load: () => import("./knows-tests.ts") },
  { ...{"name":"limits"}, load: () => import("./limits.ts") },
  { ...{"name":"looked-at"}, load: () => import("./looked-at.ts") },
  { ...{"name":"mocks"}, load: () => import("./mocks.ts") },
  { ...{"name":"runner"}, load: () => import("./runner.ts") },
  { ...{"name":"scripts"}, load: () => import("./scripts.ts") },
  { ...{"name":"settings"}, load: () => import("./settings.ts") },
  { ...{"name":"shadowed"}, load: () => import("./shadowed.ts") },
  { ...{"name":"shims"}, load: () => import("./shims.ts") },
  { ...{"name":"snapshots"}, load: () => import("./snapshots.ts") },
  { ...{"name":"stubs"}, load: () => import("./stubs.ts") },
  { ...{"name":"subject-deleted"}, load: () => import("./subject-deleted.ts") },
  { ...{"name":"suppressions"}, load: () => import("./suppressions.ts") },
  { ...{"name":"tests-alone"}, load: () => import("./tests-alone.ts") },
  { ...{"name":"tests-gone"}, load: () => import("./tests-gone.ts") },
  { ...{"name":"tests-off"}, load: () => import("./tests-off.ts") },
  { ...{"name":"type-holes"}, load: () => import("./type-holes.ts") },
];
