import { posix } from "node:path";
import type { Import, Outline, ProjectFiles, Resolver } from "../language.ts";
import { defineLanguage } from "../language.ts";
import { firsts, lineOf } from "./support/captured.ts";
import { nearest } from "./support/nearest.ts";
import { type Captures, outlineByQuery } from "./support/outline-by-query.ts";

const query = `
  (function_definition name: (word) @name) @definition.function
  (program (variable_assignment name: (variable_name) @name) @definition.variable)
  (program (declaration_command (variable_assignment name: (variable_name) @name) @definition.variable))

  (command name: (command_name (word) @call) . argument: (_) @import (#any-of? @call "." "source" "bash" "sh" "zsh" "exec"))
  (command name: (command_name [(word) (string) (concatenation)] @import))

  (command_name (word) @use)
  (variable_name) @use
  (compound_statement (declaration_command (variable_assignment name: (variable_name) @local)))
  (for_statement variable: (variable_name) @local)
`;

/** Commands that no script defines. */
const builtIn = new Set(
  (
    ". : [ alias bg break builtin caller case cat cd chmod command continue cp declare echo enable eval exec exit export false fg getopts grep hash " +
    "help history if jobs kill let local ls mapfile mkdir mv popd printf pushd pwd read readonly return rm sed set shift shopt sleep source test time " +
    "times trap true type typeset ulimit umask unalias unset wait while"
  ).split(" "),
);

export default defineLanguage({
  name: "shell",
  endings: [".sh", ".bash", ".zsh", ".ksh", ".bats"],
  scope: "everywhere",
  outline: outlineByQuery({ grammar: "bash", query, imports: imported, finish }),
  resolver: scripts,
  // Bats, shUnit2 and shellspec.
  isTest: (path) => /\.bats$|(?:^|[/_-])test[_-][^/]*\.(?:sh|bash)$|[_-](?:test|spec)\.(?:sh|bash)$/.test(path),
});

/** Scripts that are read in, or run by their path: each line of a script may never be reached, but those that are read in usually are. */
function imported(captures: Captures): Import | undefined {
  const [node, call] = firsts(captures, "import", "call");
  const specifier = node!.text.replaceAll(/["']/g, "");
  const isRead = call?.text === "." || call?.text === "source";
  if (!isRead && (!/\/|\.(?:ba|z|k)?sh$/.test(specifier) || specifier.startsWith("/") || specifier.startsWith("-"))) return undefined;
  return tail(specifier) === undefined ? undefined : { specifier, line: lineOf(node!), names: [], ...(!isRead && { lazy: true }) };
}

/** What is known of a path: what comes after `$DIR/`, `${DIR}/` or `$(dirname "$0")/`. */
function tail(specifier: string): string | undefined {
  const path = specifier.replace(/^.*[)}`]\/?|^\$\w+\/?/s, "").replace(/^\$\w+\/?/, "");
  return path === "" || /[$`*?\s;&|<>]/.test(path) ? undefined : path;
}

function finish(outline: Outline): Outline {
  const own = new Set(outline.definitions.map(({ name }) => name));
  // `$1` and `$@` are nobody's.
  return { ...outline, uses: outline.uses.filter(({ name }) => own.has(name) || (/^[\p{L}_]/u.test(name) && !builtIn.has(name))) };
}

/** Beside the script, from where it may be run, or where its end fits: what a variable before it holds is not known. */
function scripts(project: ProjectFiles): Resolver {
  return {
    resolve({ specifier }, from) {
      const path = tail(specifier);
      if (path === undefined) return undefined;
      if (path.startsWith("/")) return { outside: path };
      const places = [posix.join(posix.dirname(from), path), posix.normalize(path)];
      const end = `/${posix.normalize(path).replace(/^(?:\.\.\/)+/, "")}`;
      const fitting =
        specifier === path ? [] : project.named(posix.basename(path)).filter((file) => file !== from && `/${file}`.endsWith(end));
      const file = places.find((place) => place !== from && project.has(place)) ?? nearest(fitting, from);
      return file === undefined ? undefined : { files: [file] };
    },
  };
}
