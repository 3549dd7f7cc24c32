import { createVerify, generateKeyPairSync } from "node:crypto";
import { text } from "node:stream/consumers";
import { expect } from "vitest";
import { googleToken } from "../../src/models/signing/google-token.ts";
import { createWorkspace } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { startHttpServer } from "./http-server.ts";

/** Sells tokens `token-1`, `token-2` … that hold for an hour, or refuses. */
async function startTokenServer({ refuse = false } = {}) {
  const sold: URLSearchParams[] = [];
  const server = await startHttpServer(async (request, response) => {
    sold.push(new URLSearchParams(await text(request)));
    response.writeHead(refuse ? 400 : 200, { "content-type": "application/json" });
    response.end(
      JSON.stringify(
        refuse
          ? { error: "invalid_grant", error_description: "Account is disabled." }
          : { access_token: `token-${sold.length}`, expires_in: 3600 },
      ),
    );
  });
  return { sold, url: `${server.url}/token`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const at = (iso: string) => () => new Date(iso);

verifies(
  "models.google-token",
  "a service account's statement verifies with its public key, and the token is kept until just before it expires",
  async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await using server = await startTokenServer();
    await using home = await createWorkspace();
    const account = {
      type: "service_account",
      client_email: "fettle@example.iam.gserviceaccount.com",
      private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
      private_key_id: "key-1",
      token_uri: server.url,
    };
    await home.write("key.json", JSON.stringify(account));
    const env = { GOOGLE_APPLICATION_CREDENTIALS: home.path("key.json") };

    const bought = [];
    for (const time of ["10:00:00", "10:58:59", "10:59:00"]) bought.push(await googleToken({ env, now: at(`2026-11-20T${time}Z`) }));
    expect(bought).toEqual(["token-1", "token-1", "token-2"]);

    const [header, claims, signature] = server.sold[0]!.get("assertion")!.split(".");
    const decoded = [header, claims].map((part) => JSON.parse(Buffer.from(part!, "base64url").toString()) as unknown);
    const issuedAt = Date.parse("2026-11-20T10:00:00Z") / 1000;
    expect(decoded).toEqual([
      { alg: "RS256", typ: "JWT", kid: "key-1" },
      {
        iss: "fettle@example.iam.gserviceaccount.com",
        scope: "https://www.googleapis.com/auth/cloud-platform",
        aud: server.url,
        iat: issuedAt,
        exp: issuedAt + 3600,
      },
    ]);
    const verify = (signed: string) => createVerify("RSA-SHA256").update(signed).verify(publicKey, signature!, "base64url");
    expect([verify(`${header}.${claims}`), verify(`${header}.${claims}x`)]).toEqual([true, false]);
    expect(server.sold[0]!.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
  },
);

verifies("models.google-token", "gcloud's own credentials", async () => {
  await using server = await startTokenServer();
  await using home = await createWorkspace();
  const user = { type: "authorized_user", client_id: "id", client_secret: "secret", refresh_token: "refresh", token_uri: server.url };
  await home.write(".config/gcloud/application_default_credentials.json", JSON.stringify(user));
  expect(await googleToken({ env: { HOME: home.root }, now: at("2026-11-20T10:00:00Z") })).toBe("token-1");
  expect(Object.fromEntries(server.sold[0]!)).toEqual({
    grant_type: "refresh_token",
    client_id: "id",
    client_secret: "secret",
    refresh_token: "refresh",
  });
});

verifies("models.google-token", "a token in a variable is taken as it is", async () => {
  expect(await googleToken({ env: { GOOGLE_OAUTH_ACCESS_TOKEN: "given" }, now: () => new Date() })).toBe("given");
});

verifies("models.google-token", "refused or missing credentials", async () => {
  await using server = await startTokenServer({ refuse: true });
  await using home = await createWorkspace();
  const user = { type: "authorized_user", client_id: "id", client_secret: "secret", refresh_token: "refresh", token_uri: server.url };
  await home.write("adc.json", JSON.stringify(user));
  await home.write("nowhere.json", JSON.stringify({ ...user, token_uri: "http://127.0.0.1:1/token" }));
  await home.write("external.json", JSON.stringify({ type: "external_account" }));
  const buy = (env: Record<string, string>) => googleToken({ env, now: () => new Date() });
  await expect(buy({ GOOGLE_APPLICATION_CREDENTIALS: home.path("adc.json") })).rejects.toMatchObject({
    code: "model.unauthorized",
    message: 'Google refuses the credentials: "Account is disabled."',
  });
  await expect(buy({ GOOGLE_APPLICATION_CREDENTIALS: home.path("nowhere.json") })).rejects.toMatchObject({ code: "model.unreachable" });
  await expect(buy({ HOME: home.root })).rejects.toMatchObject({ code: "model.key-missing" });
  await expect(buy({ GOOGLE_APPLICATION_CREDENTIALS: home.path("external.json") })).rejects.toMatchObject({ code: "config.invalid" });
});
