/** A fact that is kept across threads: one Markdown file, of which the harness writes the head and a person or a model the rest. */

/** `project`: in the repository, `.fettle/memory/`. `user`: in the home. `organisation`: in a folder that others keep. */
export const scopes = ["project", "user", "organisation"] as const;
export type Scope = (typeof scopes)[number];

/** Where what a model proposed comes from. Written by the harness, never by the model. */
export interface Provenance {
  thread: string;
  /** The call that proposed it. */
  item: string;
  /** `seq` of the event that began the call. */
  event?: number;
  /** Of the last check that the thread had run by then. */
  receipt?: string;
}

/** A file that a memory speaks of. */
export interface SpokenOf {
  /** Relative to the workspace, with `/`. */
  path: string;
  /** SHA-256 of its content when the memory was written or a person last said that it holds; null where there was no such file. */
  hash: string | null;
}

export interface Memory {
  /** One line. */
  title: string;
  /** Markdown. */
  body: string;
  by: "person" | "model";
  /** Of a model's. */
  provenance?: Provenance;
  /** ISO 8601, in UTC. */
  created: string;
  updated: string;
  paths: readonly SpokenOf[];
  /** Of a proposal: the workspace it was made in. */
  workspace?: string;
  /** Of a proposal: where it would be kept. */
  scope?: Scope;
}

/** A name is that of its file, without `.md`. */
export const memoryName = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** Characters. */
export const memoryLimits = { title: 120, body: 8000, paths: 50, fileBytes: 64 << 10 } as const;

const NAME_CHARS = 48;

/** The name for a title: its letters and digits in lower case, with dashes, as many words as fit; `taken` are names it must not have. */
export function toName(title: string, taken: (name: string) => boolean): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const whole = (words ?? ["memory"]).join("-");
  const cut = whole.slice(0, NAME_CHARS + 1).lastIndexOf("-");
  const name = whole.length <= NAME_CHARS ? whole : whole.slice(0, cut > 0 ? cut : NAME_CHARS);
  for (let count = 1; ; count++) {
    const numbered = count === 1 ? name : `${name}-${count}`;
    if (!taken(numbered)) return numbered;
  }
}
