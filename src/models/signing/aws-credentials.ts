/** Finds static AWS credentials and the region where AWS's own tools look for them: variables, then the shared files. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../contract/provider.ts";
import type { AwsCredentials } from "./sigv4.ts";

export function findAwsCredentials(env: Environment): AwsCredentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  const file = env["AWS_SHARED_CREDENTIALS_FILE"] ?? join(awsFolder(env), "credentials");
  const profile = readProfile(file, [profileName(env)]);
  const { aws_access_key_id: id, aws_secret_access_key: secret, aws_session_token: token } = profile;
  return id && secret ? { accessKeyId: id, secretAccessKey: secret, ...(token && { sessionToken: token }) } : undefined;
}

export function findAwsRegion(env: Environment): string | undefined {
  const file = env["AWS_CONFIG_FILE"] ?? join(awsFolder(env), "config");
  const name = profileName(env);
  return env["AWS_REGION"] || env["AWS_DEFAULT_REGION"] || readProfile(file, [`profile ${name}`, name])["region"];
}

function profileName(env: Environment): string {
  return env["AWS_PROFILE"] || "default";
}

function awsFolder(env: Environment): string {
  return join(env["HOME"] ?? homedir(), ".aws");
}

/** The settings of the first of these sections that the file has; empty when there is no such file or section. */
function readProfile(file: string, sections: readonly string[]): Partial<Record<string, string>> {
  const found = new Map<string, Record<string, string>>();
  let section: Record<string, string> = {};
  for (const line of readLines(file)) {
    const [, header] = /^\s*\[\s*(.+?)\s*\]/.exec(line) ?? [];
    if (header !== undefined) found.set(header, (section = {}));
    const [, name, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) section[name] = value!;
  }
  return sections.map((name) => found.get(name)).find((settings) => settings !== undefined) ?? {};
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
