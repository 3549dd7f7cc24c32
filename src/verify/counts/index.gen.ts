// Written by `npm run gen` from the files of this folder. Do not edit.
import type { CounterEntry } from "../../contract/counter.ts";

export const entries: readonly CounterEntry[] = [
  { ...{"name":"bun test","marks":["Ran "]}, load: () => import("./bun.ts") },
  { ...{"name":"cargo test","marks":["test result: ","tests run: "]}, load: () => import("./cargo.ts") },
  { ...{"name":"ctest","marks":["% tests passed, ","No tests were found!!!"]}, load: () => import("./ctest.ts") },
  { ...{"name":"deno test","marks":["ok | ","FAILED | "]}, load: () => import("./deno.ts") },
  { ...{"name":"dotnet test","marks":["Passed!  - ","Failed!  - ","Skipped! - ","Test summary: ","Total tests: "]}, load: () => import("./dotnet.ts") },
  { ...{"name":"go test (packages)","marks":["ok  \t","FAIL\t","[no test files]"]}, load: () => import("./go-packages.ts") },
  { ...{"name":"go test","marks":["=== RUN","\"Action\":\""]}, load: () => import("./go.ts") },
  { ...{"name":"gradle","marks":[" tests completed"," test completed"," PASSED"," FAILED"]}, load: () => import("./gradle.ts") },
  { ...{"name":"jest","marks":["Tests:  ","No tests found, exiting with code"]}, load: () => import("./jest.ts") },
  { ...{"name":"JUnit XML","marks":["<testsuite"]}, load: () => import("./junit-xml.ts") },
  { ...{"name":"mocha","marks":[" passing ("]}, load: () => import("./mocha.ts") },
  { ...{"name":"node:test","marks":["ℹ tests ","# tests "]}, load: () => import("./node-test.ts") },
  { ...{"name":"phpunit","marks":["OK (","Assertions: ","No tests executed!"," assertions)"]}, load: () => import("./phpunit.ts") },
  { ...{"name":"pytest","marks":[" in "]}, load: () => import("./pytest.ts") },
  { ...{"name":"rspec","marks":[" examples, "," example, "]}, load: () => import("./rspec.ts") },
  { ...{"name":"surefire","marks":["Tests run: "]}, load: () => import("./surefire.ts") },
  { ...{"name":"TAP","marks":["ok 1","1..","TAP version"]}, load: () => import("./tap.ts") },
  { ...{"name":"unittest","marks":["Ran "]}, load: () => import("./unittest.ts") },
  { ...{"name":"vitest","marks":["Test Files","No test files found"]}, load: () => import("./vitest.ts") },
];
