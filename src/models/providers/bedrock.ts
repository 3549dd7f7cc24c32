import { FettleError } from "../../contract/error.ts";
import { defineProvider, type Environment } from "../../contract/provider.ts";
import { findAwsCredentials, findAwsRegion } from "../signing/aws-credentials.ts";
import { signV4 } from "../signing/sigv4.ts";
import wire from "../wires/anthropic.ts";

export default defineProvider({
  name: "bedrock",
  title: "Amazon Bedrock (Anthropic's models)",
  wire,
  baseUrl: (env) => `https://bedrock-runtime.${regionOf(env)}.amazonaws.com`,
  env: { key: ["AWS_BEARER_TOKEN_BEDROCK"], baseUrl: ["ANTHROPIC_BEDROCK_BASE_URL", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] },
  keyless: true,
  options: { version: "bedrock-2023-05-31", modelInPath: true },
  path: (model) => `/model/${encodeURIComponent(model)}/invoke-with-response-stream`,
  framing: "aws-event-stream",
  async authorize(request, { key, env, now }): Promise<Record<string, string>> {
    if (key !== undefined) return { authorization: `Bearer ${key}` };
    const credentials = findAwsCredentials(env);
    if (credentials !== undefined) return signV4(request, credentials, { region: regionOf(env), service: "bedrock", at: now() });
    throw new FettleError("model.key-missing", "There are no AWS credentials", {
      at: "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY",
      hint: "Set them, AWS_PROFILE or AWS_BEARER_TOKEN_BEDROCK; after `aws sso login`, run `eval $(aws configure export-credentials --format env)`.",
    });
  },
  example: "us.anthropic.claude-opus-5-5",
});

function regionOf(env: Environment): string {
  const region = findAwsRegion(env);
  if (region !== undefined) return region;
  throw new FettleError("config.invalid", "The AWS region is not known", { at: "AWS_REGION", hint: "Set AWS_REGION." });
}
