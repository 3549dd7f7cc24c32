/** Access tokens for Google Cloud, from what its own tools leave behind. */
import { createSign } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { FettleError } from "../../contract/error.ts";
import type { Access, Environment } from "../../contract/provider.ts";
import { requestJson } from "../request-json.ts";

interface Token {
  value: string;
  expiresAtMs: number;
}

/** A token is renewed this long before it expires, so that none expires on the way. */
const marginMs = 60_000;
const tokens = new WeakMap<Environment, Token>();

/**
 * The token of `GOOGLE_OAUTH_ACCESS_TOKEN`, or one bought with the credentials that `GOOGLE_APPLICATION_CREDENTIALS` names or gcloud has stored.
 * Bought tokens are kept as long as they hold. Throws `model.key-missing` where there is nothing to buy one with, `model.unauthorized` where it is refused.
 */
export async function googleToken({ env, now }: Pick<Access, "env" | "now">): Promise<string> {
  const given = env["GOOGLE_OAUTH_ACCESS_TOKEN"];
  if (given) return given;
  const kept = tokens.get(env);
  if (kept !== undefined && kept.expiresAtMs - marginMs > now().getTime()) return kept.value;
  const bought = await buyToken(readCredentials(env), { env, now });
  tokens.set(env, bought);
  return bought.value;
}

type Credentials =
  | { type: "service_account"; client_email: string; private_key: string; private_key_id?: string; token_uri?: string }
  | { type: "authorized_user"; client_id: string; client_secret: string; refresh_token: string; token_uri?: string };

const tokenUri = "https://oauth2.googleapis.com/token";

async function buyToken(credentials: Credentials, { env, now }: Pick<Access, "env" | "now">): Promise<Token> {
  const url = credentials.token_uri ?? tokenUri;
  const { status, value } = await requestJson({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(grantOf(credentials, url, now())).toString(),
    timeoutMs: 30_000,
    env,
  });
  const { access_token: token, expires_in: seconds, error, error_description: why } = (value ?? {}) as Record<string, unknown>;
  if (status !== 200 || typeof token !== "string")
    throw new FettleError("model.unauthorized", `Google refuses the credentials: ${JSON.stringify(why ?? error ?? status)}`, {
      at: url,
      hint: "Run `gcloud auth application-default login`, or name a valid key file in GOOGLE_APPLICATION_CREDENTIALS.",
    });
  return { value: token, expiresAtMs: now().getTime() + (typeof seconds === "number" ? seconds : 0) * 1000 };
}

function grantOf(credentials: Credentials, audience: string, at: Date): Record<string, string> {
  if (credentials.type === "service_account")
    return { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: assertion(credentials, audience, at) };
  const { client_id, client_secret, refresh_token } = credentials;
  return { grant_type: "refresh_token", client_id, client_secret, refresh_token };
}

/** A JWT that says who asks, signed with the account's key (RFC 7523). */
function assertion(
  { client_email, private_key, private_key_id }: Extract<Credentials, { type: "service_account" }>,
  audience: string,
  at: Date,
): string {
  const issuedAt = Math.floor(at.getTime() / 1000);
  const header = { alg: "RS256", typ: "JWT", ...(private_key_id !== undefined && { kid: private_key_id }) };
  const claims = {
    iss: client_email,
    scope: "https://www.googleapis.com/auth/cloud-platform",
    aud: audience,
    iat: issuedAt,
    exp: issuedAt + 3600,
  };
  const unsigned = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${unsigned}.${createSign("RSA-SHA256").update(unsigned).sign(private_key, "base64url")}`;
}

function readCredentials(env: Environment): Credentials {
  const file = env["GOOGLE_APPLICATION_CREDENTIALS"] || join(gcloudFolder(env), "application_default_credentials.json");
  const credentials = parse(file);
  if (credentials.type === "service_account" || credentials.type === "authorized_user") return credentials as Credentials;
  throw new FettleError("config.invalid", `Google credentials of type ${JSON.stringify(credentials.type)} are not supported`, {
    at: file,
    hint: "Use a service account's key file, `gcloud auth application-default login`, or put a token into GOOGLE_OAUTH_ACCESS_TOKEN.",
  });
}

function parse(file: string): { type?: unknown } {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { type?: unknown };
  } catch (cause) {
    throw new FettleError("model.key-missing", "There are no readable Google Cloud credentials", {
      at: file,
      hint: "Run `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS or GOOGLE_OAUTH_ACCESS_TOKEN.",
      cause,
    });
  }
}

function gcloudFolder(env: Environment): string {
  return env["CLOUDSDK_CONFIG"] || join(env["HOME"] ?? homedir(), ".config", "gcloud");
}
