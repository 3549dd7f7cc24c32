/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "repository.requirements-tested": "every requirement is cited by a test",
  "repository.layers": "imports only point down, and folders of one layer do not know each other",
  "repository.generated-current": "generated files are what the generator writes now",
  "repository.dependencies-pinned": "every dependency has one exact version, and nothing names the registry it comes from",
  "repository.package-resolves": "what package.json promises to a user of the package is there after a build, and its types can be used",
  "repository.build-known":
    "a build is known to be that of the sources until one of the files it is made of changes, comes or goes, and tests start it only then",
  "repository.entry-alone": "`--version` and `--help` are answered by the built entry without the rest of the program",
  "repository.start-explains": "a start that cannot install says what failed and where",
  "repository.start-ends-alike": "a start ends as its command ended: with its exit code, or by its signal",
  "repository.bench-runs": "the benchmark measures, on the wire, an agent that does what it is told",
} as const;
