import { fc } from "../../../../properties.ts";
import { expect } from "vitest";
import { FileSearch } from "../../../../../src/surfaces/tui/editor/completion/file-search.ts";
import { verifies } from "../../../../verifies.ts";

function searchOf(paths: readonly string[]): FileSearch {
  const search = new FileSearch();
  search.add(paths);
  return search;
}

const paths = [
  "README.md",
  "docs/parser.md",
  "src/parser.ts",
  "src/parser/index.ts",
  "src/render/parse-lines.ts",
  "src/view/paste-rows.ts",
  "test/sparse.ts",
  "Ünder/straße.ts",
];

verifies(
  "editor.completion-rank",
  "names that begin so, names that have it, folders, scattered letters; short before long; case does not matter",
  () => {
    const search = searchOf(paths);

    expect({
      pars: search.search("pars", 10),
      PARS: search.search("PARS", 2),
      folder: search.search("parser/i", 10),
      parts: search.search("srcindex", 10),
      words: search.search("pl", 10),
      letters: search.search("ü", 10),
      nothing: search.search("zzz", 10),
      all: search.search("", 3),
    }).toEqual({
      pars: [
        "src/parser.ts",
        "docs/parser.md",
        "src/render/parse-lines.ts",
        "test/sparse.ts",
        "src/parser/index.ts",
        "src/view/paste-rows.ts",
      ],
      PARS: ["src/parser.ts", "docs/parser.md"],
      folder: ["src/parser/index.ts"],
      parts: ["src/parser/index.ts"],
      words: ["src/render/parse-lines.ts"],
      letters: ["Ünder/straße.ts"],
      nothing: [],
      all: ["README.md", "src/parser.ts", "docs/parser.md"],
    });
  },
);

verifies("editor.completion-rank", "whatever has the letters in order is found, and nothing else", () => {
  const part = fc.constantFrom("a", "b", "c", "/", "-", "A", "ä");
  const word = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), fc.array(part, { maxLength: 4 }), (paths, query) => {
      const inOrder = new RegExp(query.join(".*"), "i");

      expect(searchOf(paths).search(query.join(""), 100).toSorted()).toEqual(paths.filter((path) => inOrder.test(path)).toSorted());
    }),
  );
});
