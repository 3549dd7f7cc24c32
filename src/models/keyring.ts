/** The operating system's keyring, where `@napi-rs/keyring` is installed and a keyring is unlocked. */

const service = "fettle";
/** Not a dependency: who wants it installs it beside Fettle. */
const packageName: string = "@napi-rs/keyring";

export interface Keyring {
  get(provider: string): string | undefined;
  /** False when the keyring cannot be written to. */
  set(provider: string, key: string): boolean;
  /** False when there was none. */
  remove(provider: string): boolean;
  all(): [provider: string, key: string][];
}

/** What is used of the package; each call throws where there is no keyring, as on most servers. */
interface Module {
  Entry: new (
    service: string,
    account: string,
  ) => {
    getPassword(): string | null;
    setPassword(password: string): void;
    deletePassword(): boolean;
  };
  findCredentials(service: string): { account: string; password: string }[];
}

export async function openKeyring(): Promise<Keyring | undefined> {
  const module = await load();
  if (module === undefined) return undefined;
  const { Entry, findCredentials } = module;
  return {
    get: (provider) => attempt(() => new Entry(service, provider).getPassword() ?? undefined),
    set: (provider, key) => attempt(() => (new Entry(service, provider).setPassword(key), true)) ?? false,
    remove: (provider) => attempt(() => new Entry(service, provider).deletePassword()) ?? false,
    all: () => attempt(() => findCredentials(service).map(({ account, password }) => [account, password])) ?? [],
  };
}

async function load(): Promise<Module | undefined> {
  try {
    return (await import(packageName)) as Module;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function attempt<Value>(use: () => Value): Value | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
