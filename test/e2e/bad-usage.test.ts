import { readdirSync } from "node:fs";
import { expect } from "vitest";
import { reply, type RunResult } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { setStage, type Stage, type StageOptions } from "./harness.ts";

/** Nothing listens there. */
const nowhere = "http://127.0.0.1:1/v1";
const noModel = {
  FETTLE_MODEL: undefined,
  ANTHROPIC_API_KEY: undefined,
  OLLAMA_BASE_URL: nowhere,
  LMSTUDIO_BASE_URL: nowhere,
  LLAMACPP_BASE_URL: nowhere,
  VLLM_BASE_URL: nowhere,
};

interface Misuse extends StageOptions {
  /** Default: `exec ARGS`. */
  use(stage: Stage): Promise<RunResult>;
  code: number;
  /** In this order on standard error. */
  says: readonly string[];
}

const misuses: Readonly<Record<string, Misuse>> = {
  "an unknown option": {
    use: ({ exec }) => exec(["--jsn", "go"]),
    code: 2,
    says: ["--jsn", "[usage.invalid]", "Did you mean --json?"],
  },
  "an unknown command": {
    use: ({ fettle }) => fettle(["exce", "go"]),
    code: 2,
    says: ["`exce`", "[usage.invalid]", "Did you mean `fettle exec`?"],
  },
  "two ways of telling at once": {
    use: ({ exec }) => exec(["go", "--json", "--quiet"]),
    code: 2,
    says: ["--json", "--quiet", "[usage.invalid]", "Leave out one of them"],
  },
  "the same of a verification": {
    use: ({ fettle }) => fettle(["verify", "--json", "--verbose"]),
    code: 2,
    says: ["--json", "--verbose", "[usage.invalid]", "Leave out one of them"],
  },
  "no prompt": {
    use: ({ exec }) => exec([]),
    code: 2,
    says: ["There is no prompt [usage.invalid]", "fettle exec"],
  },
  "no model and no key": {
    use: ({ exec }) => exec(["go"], { env: noModel }),
    code: 2,
    says: ["No model is configured", "[model.none]", "ANTHROPIC_API_KEY", "`fettle login <provider>`", "`--model none`"],
  },
  "a model of no provider": {
    use: ({ exec }) => exec(["go", "--model", "antropic/claude"]),
    code: 2,
    says: ["antropic/claude", "[model.unknown]", "Did you mean anthropic"],
  },
  "a provider without its key": {
    use: ({ exec }) => exec(["go", "--model", "openai/gpt-6-sol"]),
    code: 2,
    says: ["There is no key for OpenAI [model.key-missing]", "Set OPENAI_API_KEY"],
  },
  "a wrong key": {
    use: ({ exec }) => exec(["go"]),
    replies: [reply().status(401, { message: "invalid x-api-key" })],
    code: 7,
    says: ["invalid x-api-key", "[model.unauthorized]", "ANTHROPIC_API_KEY"],
  },
  "a server that is not there": {
    use: ({ exec }) => exec(["go"], { env: { ANTHROPIC_BASE_URL: nowhere } }),
    code: 7,
    says: ["127.0.0.1:1 cannot be reached (ECONNREFUSED) [model.unreachable]", nowhere],
  },
  "a setting of the wrong kind": {
    use: ({ exec }) => exec(["go", "--max-steps", "many"]),
    code: 2,
    says: ["many", "[config.invalid]", "--max-steps"],
  },
  "a check that is empty": {
    use: ({ exec }) => exec(["go", "--check", ""]),
    code: 2,
    says: ["[config.invalid]", "--check"],
  },
  "a folder that is gone": {
    use: ({ exec }) => exec(["go", "--dir", "gone"]),
    code: 2,
    says: ["/gone does not exist", "[workspace.missing]", "--dir"],
  },
  "a file for a folder": {
    use: ({ exec }) => exec(["go", "--dir", "a.txt"]),
    files: { "a.txt": "" },
    code: 2,
    says: ["/a.txt is not a folder", "[workspace.missing]"],
  },
  "the home folder": {
    use: ({ exec, home }) => exec(["go"], { cwd: home }),
    code: 2,
    says: ["is the home folder", "[workspace.missing]", "--dir"],
  },
  "the root of the file system": {
    use: ({ exec }) => exec(["go", "--dir", "/"]),
    code: 2,
    says: ["[workspace.missing]", "--dir"],
  },
  "a workspace with Fettle's own folder in it": {
    use: ({ exec, workspace }) => exec(["go"], { env: { FETTLE_HOME: workspace.path("state") } }),
    files: { "state/cache/file": "" },
    code: 2,
    says: ["lie in each other", "[workspace.missing]", "FETTLE_HOME"],
  },
  "a workspace in Fettle's own folder": {
    use: ({ exec, workspace }) => exec(["go", "--dir", "state/cache"], { env: { FETTLE_HOME: workspace.path("state") } }),
    files: { "state/cache/file": "" },
    code: 2,
    says: ["lie in each other", "[workspace.missing]", "FETTLE_HOME"],
  },
  "settings that cannot be read": {
    use: ({ exec, workspace }) => exec(["go"], { env: { FETTLE_HOME: workspace.path("state") } }),
    files: { "state/config.toml/file": "" },
    code: 2,
    says: ["The settings cannot be read", "[config.invalid]", "state/config.toml"],
  },
  "a schema that is not JSON": {
    use: ({ exec }) => exec(["go", "--output-schema", "schema.json"]),
    files: { "schema.json": '{ "type": ' },
    code: 2,
    says: ["[usage.invalid]", "schema.json", "JSON Schema"],
  },
  "a schema that is none": {
    use: ({ exec }) => exec(["go", "--output-schema", "schema.json"]),
    files: { "schema.json": '{ "type": "nonsense" }' },
    code: 2,
    says: ["[usage.invalid]", "schema.json", "JSON Schema"],
  },
  "a schema that is a list": {
    use: ({ exec }) => exec(["go", "--output-schema", "schema.json"]),
    files: { "schema.json": "[1]" },
    code: 2,
    says: ["[usage.invalid]", "schema.json", "JSON Schema"],
  },
  "an image that is none": {
    use: ({ exec }) => exec(["go", "--image", "a.png"]),
    files: { "a.png": "not a picture" },
    code: 2,
    says: ["This is no image that models take [usage.invalid]", "a.png", "PNG"],
  },
  "a thread that is not there": {
    use: ({ exec }) => exec(["go", "--resume", "000000000000000"]),
    code: 2,
    says: ["000000000000000", "[thread.missing]"],
  },
  "a thread whose name leads elsewhere": {
    use: ({ exec }) => exec(["go", "--resume", "../../../etc"]),
    code: 2,
    says: ["[thread.missing]"],
  },
};

for (const [what, { use, code, says, ...options }] of Object.entries(misuses)) {
  verifies("exec.usage", what, async () => {
    await using stage = await setStage(options);
    const before = readdirSync(stage.workspace.root);

    const ended = await use(stage);

    expect({ code: ended.code, stdout: ended.stdout, files: readdirSync(stage.workspace.root) }).toEqual({
      code,
      stdout: "",
      files: before,
    });
    expect(ended.stderr).toMatch(inOrder(says));
    expect(ended.stderr).not.toMatch(/^\s+at .*\.ts:\d+/m);
  });
}

verifies("exec.usage", "a current folder that is gone", async () => {
  await using stage = await setStage();
  const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"';
  const { code, stderr } = await stage.inShell(script, ["exec", "go"]);

  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("[workspace.missing]") });
});

function inOrder(parts: readonly string[]): RegExp {
  return new RegExp(parts.map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&")).join("[^]*"));
}
