// Written by `npm run gen` from the files of this folder. Do not edit.
import type { DetectorEntry } from "../../../verify/tampering/detector.ts";

export const entries: readonly DetectorEntry[] = [
  { ...{"name":"assertions"}, load: () => import("./assertions.ts") },
  { ...{"name":"environment"}, load: () => import("./environment.ts") },
  { ...{"name":"hard-coded"}, load: () => import("./hard-coded.ts") },
  { ...{"name":"limits"}, load: () => import("./limits.ts") },
  { ...{"name":"mocks"}, load: () => import("./mocks.ts") },
  { ...{"name":"runner"}, load: () => import("./runner.ts") },
  { ...{"name":"scripts"}, load: () => import("./scripts.ts") },
  { ...{"name":"settings"}, load: () => import("./settings.ts") },
  { ...{"name":"snapshots"}, load: () => import("./snapshots.ts") },
  { ...{"name":"stubs"}, load: () => import("./stubs.ts") },
  { ...{"name":"suppressions"}, load: () => import("./suppressions.ts") },
  { ...{"name":"tests-gone"}, load: () => import("./tests-gone.ts") },
  { ...{"name":"tests-off"}, load: () => import("./tests-off.ts") },
];
