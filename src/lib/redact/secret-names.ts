/** A name that says its value is secret: `GITHUB_TOKEN`, `DB_PASSWORD`, `apiKey`. The last word decides: `TOKEN_LIMIT` holds none. */
const secretName =
  /(?:^(?:pg)?|[_.-])(?:api_?key|key|token|secret|password|passwd|passphrase|pass|pwd|credentials?|auth|dsn)(?:_(?:base64|b64|json|value))?$/i;

/** Names of settings of our own, folders, sockets, limits and public things that end like a secret's. */
const harmlessName = /^(?:FETTLE_.*|(?:OLD)?PWD|GPG_KEY|SSH_AUTH_SOCK|(?:.*_)?PUBLIC_KEY|(?:.*_)?(?:MAX|MIN|NUM)_TOKEN)$/i;

export function looksSecret(name: string): boolean {
  return name.length <= 200 && secretName.test(inWords(name)) && !harmlessName.test(name);
}

/** `apiKey` as `api_Key`. */
function inWords(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "_");
}

/** Shorter values are not hidden: they would be found in the middle of other words. */
export const MIN_SECRET_CHARS = 8;

/** Of what documentation, examples and defaults write where a secret belongs. */
const placeholderWords = new Set(
  (
    "a access account admin an any api apikey app change changeit changeme client credential credentials db default demo dev development disabled dummy " +
    "empty enabled enter example examplepassword fake false fixme foo bar baz generated go goes guest here hidden in insert is it just key local localhost " +
    "long me mongo mongodb must my mypassword mysecret mysecretpassword mysql never no none not null of omitted only or our pass passphrase passwd password placeholder " +
    "please postgres postgresql private prod production put rabbitmq random real redacted redis removed replace root sample secret secretkey secrets service set " +
    "some something staging string super supersecret test testing testpassword the this to todo token true undefined user username value very with yes you your yourkey " +
    "yourpassword yoursecret yourtoken aws github gitlab google openai anthropic stripe slack npm jwt session auth bearer"
  ).split(" "),
);

/** `****`, `<key>`, `$NAME`, `{{ name }}`, `%NAME%`, `process.env.NAME`, `getenv("X")`, a path, a number, a redaction mark, a documented example. */
const reference =
  /^(?:(.)\1*|[<$%`({[!].*|.*(?:\.\.\.|…|xxxx|\*\*\*\*|\$\{|\{\{|\$\().*|[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+(?:[([].*)?|[A-Za-z_$][\w$]*\(.*|(?:~|\.{1,2})?\/[\w./@ -]*|\d{1,15}(?:\.\d+)?|.*EXAMPLE(?:KEY|TOKEN)?)$/;

/** Whether a value that stands where a secret belongs can be one. */
export function canBeSecret(value: string): boolean {
  if (value.length < MIN_SECRET_CHARS) return false;
  // Nothing that long is a word or a reference, and it may be anything up to megabytes.
  if (value.length > 200) return true;
  if (reference.test(value)) return false;
  const words = value.toLowerCase().match(/[a-z]+/g) ?? [];
  return words.length === 0 || !words.every((word) => placeholderWords.has(word)) || /\d{4}/.test(value);
}

/** Letters and digits mixed, as generated values have them and words have not. */
export function looksGenerated(value: string): boolean {
  return value.length >= 12 && /\d/.test(value) && /[A-Za-z]/.test(value) && canBeSecret(value);
}

/** The passwords of addresses: `postgres://app:PASSWORD@host`. */
const urlPassword = /^[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@]{0,200}:([^\s/@]{8,500})@/i;

/** The values of variables that are secret by their name, or because `also` names them, and the passwords of addresses in others. */
export function secretVariables(
  env: Readonly<Record<string, string | undefined>>,
  also: readonly string[] = [],
): { kind: string; value: string }[] {
  const found: { kind: string; value: string }[] = [];
  for (const [name, value = ""] of Object.entries(env)) {
    const kind = kindOf(name);
    if (also.includes(name)) found.push({ kind, value });
    else if (looksSecret(name)) {
      if (canBeSecret(value)) found.push({ kind, value });
    } else {
      const password = urlPassword.exec(value)?.[1];
      if (password !== undefined && canBeSecret(password)) found.push({ kind, value: password });
    }
  }
  return found;
}

/** A variable's name as a mark has it. */
function kindOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^[^a-z]+|-+$/g, "") || "variable"
  );
}
