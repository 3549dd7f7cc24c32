import { posix } from "node:path";
import { defineLanguage } from "../language.ts";
import { sqlOutline } from "./support/sql/outline.ts";

export default defineLanguage({
  name: "sql",
  endings: [".sql", ".psql", ".pgsql", ".ddl", ".pks", ".pkb", ".prc", ".fnc", ".trg", ".vw"],
  scope: "everywhere",
  letters: "lower",
  outline: ({ text }) => sqlOutline(text),

  /** Scripts read by scripts: relative to the one that reads, or to where the client was started, most often the root. */
  resolver: (project) => ({
    resolve({ specifier }, from) {
      const written = specifier.replaceAll("\\", "/");
      const places = [posix.join(posix.dirname(from), written), posix.normalize(written)];
      const found = places.flatMap((place) => [place, `${place}.sql`]).find((path) => project.has(path));
      return found === undefined ? undefined : { files: [found] };
    },
  }),

  // pgTAP and tSQLt.
  isTest: (path) => /(?:^|\/)(?:t|tests?)\/|(?:^|[/_.-])test[_.-][^/]*$|[_.-]tests?\.[^/]+$/i.test(path),
});
