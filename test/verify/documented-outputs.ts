/** Outputs of runners, as their documentation and sources have them. */
export const documented: readonly { what: string; output: string; row: [string, number, number, number, ...string[]] }[] = [
  {
    what: "vitest, several projects and skipped files",
    output:
      " RUN  v3.2.4 /p\n\n Test Files  12 passed | 1 skipped (13)\n      Tests  120 passed | 3 skipped | 2 todo (125)\nType Errors  no errors\n   Start at  10:00:00\n",
    row: ["vitest", 120, 0, 5],
  },
  {
    what: "vitest, a file without tests",
    output: " RUN  v3.2.4 /p\n\n Test Files  1 failed (1)\n      Tests  no tests\n",
    row: ["vitest", 0, 0, 0],
  },
  {
    what: "jest, nothing but passes",
    output: "Test Suites: 1 passed, 1 total\nTests:       4985 passed, 4985 total\n",
    row: ["jest", 4985, 0, 0],
  },
  {
    what: "jest, a suite that does not load",
    output: "FAIL a.test.js\n  ● Test suite failed to run\n\nTest Suites: 1 failed, 1 total\nTests:       0 total\n",
    row: ["jest", 0, 0, 0, "Test suite failed to run"],
  },
  { what: "mocha, passing only", output: "\n\n  ✔ a\n\n  1 passing (2s)\n\n", row: ["mocha", 1, 0, 0] },
  {
    what: "TAP",
    output:
      "TAP version 14\n1..5\nok 1 - a\n    ok 1 - within\n    1..1\nnot ok 2 - b\nok 3 - c # SKIP no network\nnot ok 4 - d # TODO later\nok 5\n",
    row: ["TAP", 2, 1, 2, "b"],
  },
  { what: "TAP, the plan last and a point missing", output: "TAP version 13\nok 1 - a\nok 2 - b\n1..3\n", row: ["TAP", 2, 1, 0] },
  {
    what: "go test -v",
    output:
      "=== RUN   TestAdd\n=== RUN   TestAdd/zero\n=== RUN   TestAdd/one\n    add_test.go:12: got 2\n--- FAIL: TestAdd (0.00s)\n    --- PASS: TestAdd/zero (0.00s)\n    --- FAIL: TestAdd/one (0.00s)\n=== RUN   TestLater\n    add_test.go:20: not yet\n--- SKIP: TestLater (0.00s)\n--- PASS: TestPrinted (0.00s)\nFAIL\nFAIL\texample.com/sum\t0.003s\nFAIL\n",
    row: ["go test", 1, 2, 1, "TestAdd", "TestAdd/one @ add_test.go:12"],
  },
  {
    what: "go test -json",
    output: [
      { Action: "start", Package: "p" },
      { Action: "run", Package: "p", Test: "TestA" },
      { Action: "output", Package: "p", Test: "TestA", Output: "--- PASS: TestA (0.00s)\n" },
      { Action: "pass", Package: "p", Test: "TestA", Elapsed: 0 },
      { Action: "fail", Package: "p", Test: "TestB", Elapsed: 0 },
      { Action: "fail", Package: "p", Elapsed: 0.01 },
    ]
      .map((event) => JSON.stringify(event))
      .join("\n"),
    row: ["go test", 1, 1, 0, "p.TestB"],
  },
  {
    what: "go test",
    output:
      "ok  \texample.com/a\t0.003s\nok  \texample.com/b\t(cached)\n?   \texample.com/c\t[no test files]\n--- FAIL: TestX (0.00s)\n    x_test.go:3: no\nFAIL\nFAIL\texample.com/d\t0.002s\nFAIL\n",
    row: ["go test (packages)", 2, 1, 1, "example.com/d"],
  },
  {
    what: "go test, a package that does not build",
    output: "# example.com/a\n./a.go:3:1: syntax error\nFAIL\texample.com/a [build failed]\nFAIL\n",
    row: ["go test (packages)", 0, 1, 0, "example.com/a"],
  },
  {
    what: "cargo nextest",
    output:
      " Nextest run ID 1-2-3 with nextest profile: default\n    Starting 3 tests across 2 binaries\n        FAIL [   0.005s] sum tests::fails\n------------\n     Summary [   0.010s] 3 tests run: 2 passed, 1 failed, 1 skipped\n",
    row: ["cargo test", 2, 1, 1, "sum tests::fails"],
  },
  {
    what: "surefire, two modules",
    output: [1, 2]
      .map(
        (module) =>
          `[INFO]  T E S T S\n[INFO] -----\n[INFO] Running com.example.A${module}\n[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 1, Time elapsed: 0.02 s <<< FAILURE! -- in com.example.A${module}\n[INFO] Results:\n[INFO]\n[ERROR] Failures:\n[ERROR]   A${module}.adds:12 expected: <5> but was: <-1>\n[INFO]\n[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 1\n`,
      )
      .join(""),
    row: ["surefire", 2, 2, 2, "A1.adds @ A1.java:12", "A2.adds @ A2.java:12"],
  },
  {
    what: "gradle",
    output:
      "> Task :test FAILED\n\nSumTest > adds() FAILED\n    org.opentest4j.AssertionFailedError at SumTest.java:9\n\n5 tests completed, 1 failed, 1 skipped\n\nBUILD FAILED in 2s\n",
    row: ["gradle", 3, 1, 1, "SumTest > adds()"],
  },
  {
    what: "gradle that logs tests",
    output: "> Task :test\n\nSumTest > adds() PASSED\n\nSumTest > later() SKIPPED\n\nBUILD SUCCESSFUL in 2s\n",
    row: ["gradle", 1, 0, 1],
  },
  {
    what: "JUnit XML",
    output:
      '<?xml version="1.0"?>\n<testsuites tests="3" failures="1" errors="0">\n<testsuite name="a" tests="2" failures="1" errors="0" skipped="0">\n<testcase classname="a" name="x" file="a.py" line="3"><failure message="a &lt; b">no</failure></testcase>\n<testcase classname="a" name="y"/>\n</testsuite>\n<testsuite name="b" tests="1" failures="0" errors="0" skipped="0"><testcase classname="b" name="z"/></testsuite>\n</testsuites>\n',
    row: ["JUnit XML", 2, 1, 0, "a.x @ a.py:3"],
  },
  {
    what: "JUnit XML, suites without a sum",
    output:
      '<testsuites>\n<testsuite name="a" tests="2" failures="0" errors="1" skipped="1"/>\n<testsuite name="b" tests="4" failures="0"></testsuite>\n</testsuites>\n',
    row: ["JUnit XML", 4, 1, 1],
  },
  {
    what: "rspec",
    output:
      "Finished in 0.01 seconds (files took 0.1 seconds to load)\n3 examples, 1 failure, 1 pending\n\nFailed examples:\n\nrspec ./spec/sum_spec.rb:5 # Sum adds\n",
    row: ["rspec", 1, 1, 1, "Sum adds @ spec/sum_spec.rb:5"],
  },
  { what: "rspec, none", output: "No examples found.\n\nFinished in 0.0002 seconds\n0 examples, 0 failures\n", row: ["rspec", 0, 0, 0] },
  {
    what: "phpunit",
    output: "PHPUnit 11.0.0 by Sebastian Bergmann and contributors.\n\n...  3 / 3 (100%)\n\nOK (3 tests, 5 assertions)\n",
    row: ["phpunit", 3, 0, 0],
  },
  {
    what: "phpunit, failures",
    output:
      "PHPUnit 11.0.0 by Sebastian Bergmann and contributors.\n\nThere was 1 failure:\n\n1) App\\SumTest::testAdds\nFailed asserting that -1 is identical to 5.\n\n/app/tests/SumTest.php:12\n\nFAILURES!\nTests: 4, Assertions: 4, Failures: 1, Skipped: 1.\n",
    row: ["phpunit", 2, 1, 1, "App\\SumTest::testAdds @ /app/tests/SumTest.php:12"],
  },
  {
    what: "phpunit, none",
    output: "PHPUnit 11.0.0 by Sebastian Bergmann and contributors.\n\nNo tests executed!\n",
    row: ["phpunit", 0, 0, 0],
  },
  { what: "pest", output: "\n  Tests:    1 failed, 2 skipped, 7 passed (9 assertions)\n  Duration: 0.1s\n", row: ["phpunit", 7, 1, 2] },
  {
    what: "dotnet test, two assemblies",
    output:
      "  Failed Sum.Tests.Adds [5 ms]\n  Error Message:\n   Assert.Equal() Failure\n  Stack Trace:\n     at Sum.Tests.Adds() in /p/SumTests.cs:line 12\n\nFailed!  - Failed:     1, Passed:     3, Skipped:     1, Total:     5, Duration: 14 ms - A.dll (net9.0)\nPassed!  - Failed:     0, Passed:     2, Skipped:     0, Total:     2, Duration: 3 ms - B.dll (net9.0)\n",
    row: ["dotnet test", 5, 1, 1, "Sum.Tests.Adds @ /p/SumTests.cs:12"],
  },
  {
    what: "dotnet test, terminal logger",
    output: "Test summary: total: 6, failed: 1, succeeded: 4, skipped: 1, duration: 1.2s\n",
    row: ["dotnet test", 4, 1, 1],
  },
  {
    what: "dotnet test, older",
    output: "Total tests: 4\n     Passed: 3\n     Failed: 1\n Total time: 1 Seconds\n",
    row: ["dotnet test", 3, 1, 0],
  },
  { what: "ctest, none", output: "Test project /p\nNo tests were found!!!\n", row: ["ctest", 0, 0, 0] },
  {
    what: "pytest, much",
    output: "= 2 failed, 4985 passed, 3 skipped, 1 xpassed, 2 errors, 9 warnings in 125.20s (0:02:05) =\n",
    row: ["pytest", 4986, 4, 3],
  },
];
