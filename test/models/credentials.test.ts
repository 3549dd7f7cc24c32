import { chmodSync, statSync } from "node:fs";
import { expect } from "vitest";
import { mask, openCredentials } from "../../src/models/credentials.ts";
import { createWorkspace } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";

const secret = "sk-test-0123456789abcdef";

verifies("models.credentials", async () => {
  await using home = await createWorkspace();
  const file = home.path("new/credentials.json");
  const credentials = openCredentials({ env: { SECOND: "from-variable" }, home: home.path("new") });
  const found = () => credentials.find("openai", ["FIRST", "SECOND"]);

  expect(await credentials.find("openai", ["FIRST"])).toBeUndefined();
  expect(await credentials.store("openai", secret)).toBe(file);
  await credentials.store("groq", "short");
  expect(await found()).toEqual({ key: "from-variable", from: "SECOND" });
  expect(await credentials.find("openai", ["FIRST"])).toEqual({ key: secret, from: file });
  expect(await credentials.list()).toEqual([
    { provider: "openai", masked: "…cdef", from: file },
    { provider: "groq", masked: "…", from: file },
  ]);
  expect([await credentials.remove("openai"), await credentials.remove("openai")]).toEqual([[file], []]);
  expect(await credentials.find("openai", [])).toBeUndefined();
  expect((await credentials.find("groq", []))?.key).toBe("short");
});

verifies("models.credentials", "a mask keeps most of the key to itself", () => {
  expect([mask(secret), mask("sk-1234567890ab"), mask("")]).toEqual(["…cdef", "…", "…"]);
});

verifies("models.credentials-private", async () => {
  await using home = await createWorkspace();
  const credentials = openCredentials({ env: {}, home: home.path("private") });
  const file = await credentials.store("openai", secret);
  expect([file, home.path("private")].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o700]);

  for (const mode of [0o640, 0o604, 0o620, 0o666]) {
    chmodSync(file, mode);
    await expect(credentials.find("openai", [])).rejects.toMatchObject({
      code: "config.invalid",
      at: file,
      hint: expect.stringContaining(`chmod 600 ${file}`),
    });
    await expect(credentials.store("groq", "x")).rejects.toMatchObject({ code: "config.invalid" });
  }
  chmodSync(file, 0o600);
  expect((await credentials.find("openai", []))?.key).toBe(secret);
});

verifies("models.credentials-private", "a file that is no list of keys is not guessed at", async () => {
  await using home = await createWorkspace({ files: { "credentials.json": '{"openai": 5}' } });
  chmodSync(home.path("credentials.json"), 0o600);
  await expect(openCredentials({ env: {}, home: home.root }).list()).rejects.toMatchObject({ code: "config.invalid" });
});
