import type { Backend, BackendOptions, SandboxEntry } from "../contract/backend.ts";
import { FettleError, toErrorFacts } from "../contract/error.ts";
import { entries } from "./backends/index.gen.ts";
import { forgetChoice, recallChoice, rememberChoice } from "./choice.ts";
import type { Root } from "./roots.ts";
import { devicesOf, hasForeignOwners, tryBackend, tryLayers } from "./trial.ts";

/** What `auto` may take, the preferred one first: what confines by itself on this system. */
export function automaticEntries(): SandboxEntry[] {
  return entries
    .filter(({ confined, declared, platforms }) => confined && !declared && (platforms?.includes(process.platform) ?? true))
    .sort((a, b) => a.rank - b.rank);
}

/**
 * The strongest box of this machine, found by running a command that does nothing. What was found is remembered, so that only the first
 * start after the machine's own, or with other programs, pays for it. Throws `sandbox.unavailable` with the reason of each that is none.
 */
export async function openAutomatic(options: BackendOptions, roots: readonly Root[]): Promise<Backend> {
  const place = { home: options.home, workspace: options.workspace };
  const known = recallChoice(place);
  const entry = automaticEntries().find(({ name }) => name === known?.name);
  const { backend, refused } =
    known !== undefined && entry !== undefined ? { backend: await open(entry, options), refused: known.refused } : await search(options);
  if (!backend.layers) {
    if (known === undefined) rememberChoice(place, { name: backend.traits.name, layers: {}, refused });
    return retold(backend, { place, refused });
  }
  const devices = devicesOf(roots);
  const layers = known?.layers[devices] ?? (await tryLayers(backend, roots));
  if (known?.layers[devices] === undefined) {
    rememberChoice(place, { name: backend.traits.name, layers: { ...known?.layers, [devices]: layers }, refused });
  }
  const isForeign = layers && (await hasForeignOwners(options.workspace));
  return retold(layers && !isForeign ? backend : withSnapshots(backend), { place, refused });
}

async function open(entry: SandboxEntry, options: BackendOptions): Promise<Backend> {
  const { default: sandbox } = await entry.load();
  return await sandbox.backend(options);
}

async function search(options: BackendOptions): Promise<{ backend: Backend; refused: string[] }> {
  const refused: string[] = [];
  let hint: string | undefined;
  for (const entry of automaticEntries()) {
    try {
      const backend = await open(entry, options);
      const complaint = await tryBackend(backend, options);
      if (complaint === undefined) return { backend, refused };
      refused.push(`${entry.name}: ${complaint}`);
      await backend.close();
    } catch (error) {
      const facts = toErrorFacts(error);
      refused.push(`${entry.name}: ${facts.message}`);
      hint ??= facts.hint;
    }
  }
  throw new FettleError("sandbox.unavailable", `Nothing on this machine confines commands. ${refused.join(" ")}`, {
    hint: `${hint ?? "`fettle doctor` says what is missing."} Inside a container that is meant to confine them, \`--sandbox container\` says so.`,
  });
}

/** For roots that no layer can be put over: what commands changed is found by comparison. */
function withSnapshots(backend: Backend): Backend {
  const { name, summary } = backend.traits;
  return { ...backend, layers: false, traits: { ...backend.traits, name: `${name}+snapshots`, summary } };
}

/** Tells at the start of a weaker choice; and when the choice does not hold any more, that another one will be made. */
function retold(backend: Backend, { place, refused }: { place: { home: string }; refused: readonly string[] }): Backend {
  const { notice: own = "" } = backend.traits;
  const notice =
    `Commands run in the sandbox ${backend.traits.name}, which is weaker than the preferred one: ${refused.join(" ")} ${own}`.trim();
  return {
    ...backend,
    traits: refused.length === 0 ? backend.traits : { ...backend.traits, notice },
    async launch(order) {
      try {
        return await backend.launch(order);
      } catch (error) {
        if (!(error instanceof FettleError) || error.code !== "sandbox.unavailable") throw error;
        forgetChoice(place);
        throw new FettleError(error.code, error.message, { hint: `${error.hint ?? ""} ${nextTier(backend)}`.trim(), cause: error });
      }
    },
  };
}

function nextTier({ traits }: Backend): string {
  const names = automaticEntries().map(({ name }) => name);
  const next = names[names.indexOf(traits.name.split("+")[0] ?? "") + 1];
  return next === undefined
    ? "Nothing weaker confines commands here."
    : `The next weaker one is \`--sandbox ${next}\`; at the next start \`auto\` tries them again.`;
}
