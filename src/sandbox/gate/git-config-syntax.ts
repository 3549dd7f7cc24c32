export interface GitSetting {
  /** Lower case. */
  section: string;
  /** As written; null when there is none. */
  subsection: string | null;
  /** Lower case. */
  name: string;
  /** Null for a name without `=`, which means true. */
  value: string | null;
}

const keyCharacter = /[A-Za-z0-9-]/;
const space = /[ \t\r\n]/;
const escapes: Readonly<Record<string, string>> = { t: "\t", b: "\b", n: "\n", "\\": "\\", '"': '"' };

/** Settings of a file in git's configuration syntax, in order; undefined where git itself refuses it. After `config.c` of git 2.50. */
export function parseGitConfig(text: string): GitSetting[] | undefined {
  const source = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const settings: GitSetting[] = [];
  let at = 0;
  let section: Pick<GitSetting, "section" | "subsection"> | undefined;

  function skip(pattern: RegExp): void {
    while (at < source.length && pattern.test(source.charAt(at))) at++;
  }

  function take(pattern: RegExp): string {
    const start = at;
    skip(pattern);
    return source.slice(start, at);
  }

  function header(): typeof section {
    const name = take(/[A-Za-z0-9.-]/).toLowerCase();
    const next = source.charAt(at++);
    if (next === "]") return toSection(name);
    if (!space.test(next) || next === "\n") return undefined;
    skip(/[ \t\r]/);
    if (source.charAt(at++) !== '"') return undefined;
    let subsection = "";
    for (;;) {
      let character = source.charAt(at++);
      if (character === '"') break;
      if (character === "\\") character = source.charAt(at++);
      if (character === "" || character === "\n") return undefined;
      subsection += character;
    }
    return source.charAt(at++) === "]" ? { section: name, subsection } : undefined;
  }

  function value(): string | undefined {
    let result = "";
    let pending = "";
    let quoted = false;
    for (;;) {
      const character = source.charAt(at++);
      if (character === "" || character === "\n") return quoted ? undefined : result;
      if (!quoted && (character === "#" || character === ";")) {
        skip(/[^\n]/);
      } else if (!quoted && space.test(character)) {
        if (result !== "") pending += character;
      } else if (character === '"') {
        quoted = !quoted;
        result += pending;
        pending = "";
      } else {
        let meant = character;
        if (character === "\\") {
          const escaped = source.charAt(at++);
          if (escaped === "\n" || escaped === "") continue;
          const known = escapes[escaped];
          if (known === undefined) return undefined;
          meant = known;
        }
        result += pending + meant;
        pending = "";
      }
    }
  }

  while (at < source.length) {
    const character = source.charAt(at);
    if (space.test(character)) {
      at++;
    } else if (character === "#" || character === ";") {
      skip(/[^\n]/);
    } else if (character === "[") {
      at++;
      section = header();
      if (section === undefined) return undefined;
    } else {
      if (section === undefined || !/[A-Za-z]/.test(character)) return undefined;
      const name = take(keyCharacter).toLowerCase();
      skip(/[ \t]/);
      const next = source.charAt(at);
      if (next === "" || next === "\n") {
        settings.push({ ...section, name, value: null });
        continue;
      }
      at++;
      const given = next === "=" ? value() : undefined;
      if (given === undefined) return undefined;
      settings.push({ ...section, name, value: given });
    }
  }
  return settings;
}

/** `[section.sub]` is the old spelling of `[section "sub"]`. */
function toSection(name: string): Pick<GitSetting, "section" | "subsection"> {
  const dot = name.indexOf(".");
  return dot < 0 ? { section: name, subsection: null } : { section: name.slice(0, dot), subsection: name.slice(dot + 1) };
}
