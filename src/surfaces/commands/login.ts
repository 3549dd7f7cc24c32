import { fettleHome, loadConfig } from "../../config/load.ts";
import { exitCodes, FettleError, type ExitCode } from "../../contract/error.ts";
import { defineSurface, type SurfaceIo } from "../../contract/surface.ts";
import { nearest } from "../../lib/nearest.ts";
import { openCredentials, type Credentials } from "../../models/credentials.ts";
import { entries } from "../../models/providers/index.gen.ts";
import { readSecret } from "../support/read-secret.ts";

export default defineSurface({
  name: "login",
  summary: "Keep a provider's key, in the keyring or a private file.",
  arguments: "[provider]",
  options: [
    { flags: "--remove", describe: "forget the provider's key" },
    { flags: "--list", describe: "show which providers have a stored key" },
  ],
  examples: [
    { command: "fettle login anthropic", does: "asks for the key without showing it" },
    { command: "pass show openai | fettle login openai", does: "takes the key from another program" },
    { command: "fettle login --list", does: "shows the last characters of the stored keys" },
  ],
  async run({ args, options, io }) {
    const credentials = openCredentials({ env: io.env, home: fettleHome(io.env) });
    if (options["list"] === true) return await list(credentials, io);
    const provider = await checkProvider(args[0], io);
    return options["remove"] === true ? await remove(provider, credentials, io) : await store(provider, credentials, io);
  },
});

async function list(credentials: Credentials, { stdout }: SurfaceIo): Promise<ExitCode> {
  const stored = await credentials.list();
  if (stored.length === 0) stdout.write("No keys are stored. Variables are not listed here; `fettle models` shows them.\n");
  for (const { provider, masked, from } of stored) stdout.write(`${provider}  ${masked}  ${from}\n`);
  return exitCodes.verified;
}

async function remove(provider: string, credentials: Credentials, { stdout }: SurfaceIo): Promise<ExitCode> {
  const places = await credentials.remove(provider);
  stdout.write(
    places.length === 0 ? `No key of ${provider} is stored.\n` : `Removed the key of ${provider} from ${places.join(" and ")}.\n`,
  );
  return exitCodes.verified;
}

async function store(provider: string, credentials: Credentials, io: SurfaceIo): Promise<ExitCode> {
  const key = (await readSecret(`Key for ${provider}: `, io)).trim();
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new FettleError("usage.invalid", key === "" ? "No key was given" : "A key has no spaces and no other than ASCII characters", {
      hint: `Type or paste it, or give it on standard input: \`fettle login ${provider} < FILE\`.`,
    });
  io.stdout.write(`Stored the key of ${provider} in ${await credentials.store(provider, key)}.\n`);
  return exitCodes.verified;
}

/** A provider of Fettle that takes a key, or one of the settings. */
async function checkProvider(name: string | undefined, { env, cwd }: SurfaceIo): Promise<string> {
  const { named } = await loadConfig({ env, flags: {}, workspace: cwd });
  const names = [...entries.filter((entry) => entry.env.key.length > 0).map((entry) => entry.name), ...Object.keys(named.providers)];
  if (name === undefined) throw new FettleError("usage.invalid", "Name a provider", { hint: `One of ${names.join(", ")}.` });
  if (names.includes(name)) return name;
  const [likely] = nearest(name, names);
  const hint = likely === undefined ? `Providers with a key: ${names.join(", ")}.` : `Did you mean ${likely}?`;
  throw new FettleError("usage.invalid", `There is no provider ${JSON.stringify(name)} that takes a key`, { hint });
}
