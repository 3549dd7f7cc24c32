/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "repository.requirements-tested": "every requirement is cited by a test",
  "repository.layers": "imports only point down, and folders of one layer do not know each other",
  "repository.generated-current": "generated files are what the generator writes now",
} as const;
