import { expect } from "vitest";
import { createWorkspace, reply, run, startModelServer } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";

const models = new URL("../../src/models/", import.meta.url).href;

/** Sends one request as a fresh process, and prints what was loaded for it. */
const program = `
import { registerHooks } from "node:module";
const loaded = [];
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
const { resolveModel } = await import("${models}resolve.ts");
const { createClient } = await import("${models}client.ts");
const { openCredentials } = await import("${models}credentials.ts");
const env = process.env;
const resolved = await resolveModel("openai/gpt-6-sol", { env, settings: { providers: {}, models: {} }, keys: openCredentials({ env, home: "/nonexistent" }) });
const client = createClient(resolved);
const { items } = await client.send({ model: resolved.model, system: "", tools: [], entries: [{ type: "user", parts: [{ type: "text", text: "hello" }] }], maxOutputTokens: 9 });
client.close();
const packages = loaded.filter((url) => url.includes("/node_modules/"));
const builtIn = process.moduleLoadList.filter((name) => /undici|NativeModule (https|tls)$/.test(name));
if (process.argv[2] === "price") await resolved.price();
console.log(JSON.stringify({ text: items[0].text, packages, builtIn, later: loaded.filter((url) => url.includes("/node_modules/")).length }));
`;

for (const [detail, args, later] of [
  ["a request", [], 0],
  ["and a price, which is what the catalogue is loaded for", ["price"], 1],
] as const)
  verifies("models.lean", detail, async () => {
    await using server = await startModelServer(reply().text("ok"));
    await using folder = await createWorkspace({ files: { "send.mjs": program } });
    const env = { OPENAI_API_KEY: "K", OPENAI_BASE_URL: server.baseUrls.responses, NODE_OPTIONS: undefined };
    const { stdout, stderr } = await run([process.execPath, folder.path("send.mjs"), ...args], { env });
    expect({ stderr, ...(JSON.parse(stdout) as object) }).toEqual({ stderr: "", text: "ok", packages: [], builtIn: [], later });
  });
