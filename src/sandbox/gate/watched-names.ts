import type { Place } from "./additions.ts";
import { words } from "./words.ts";

/** Files that some program obeys or runs without being asked to. Names are lower case; `dir/` is everything in a folder, `/name` only at the root. */
export interface Watched {
  rule: string;
  /** Completes "It is …". */
  what: string;
  patterns: readonly string[];
}

const watched: readonly Watched[] = [
  {
    rule: "agent-config",
    what: "read by coding agents as instructions, hooks or servers to start",
    patterns: words(
      "agents.md agents.override.md agent.md claude.md claude.local.md gemini.md qwen.md crush.md",
      ".claude/ .claude.json .codex/ .gemini/ .opencode/ opencode.json opencode.jsonc .qwen/ .crush/ crush.json",
      ".crush.json .cursor/ .cursorrules .windsurf/ .windsurfrules .clinerules .clinerules/ .cline/ .roo/",
      ".roorules .roomodes .kilocode/ .kilocodemodes .continue/ .continuerules .goose/ .goosehints .junie/",
      ".kiro/ .trae/ .amp/ .augment/ .augment-guidelines .amazonq/ .agents/ .agent/ .rules .aider*",
      ".mcp.json mcp.json .github/copilot-instructions.md .github/instructions/ .github/prompts/ .github/chatmodes/",
      ".github/agents/ .github/hooks/ .fettle/",
    ),
  },
  {
    rule: "editor-config",
    what: "obeyed by editors when the folder is opened",
    patterns: words(
      ".vscode/tasks.json .vscode/settings.json .vscode/launch.json .vscode/extensions.json .vscode/mcp.json",
      "*.code-workspace .idea/ .run/ .fleet/ .zed/ .vs/ .theia/ .nova/ *.sublime-project",
      ".devcontainer/ .devcontainer.json .gitpod.yml .idx/ .replit",
      ".vimrc .exrc .nvimrc .nvim.lua .dir-locals.el .gdbinit .lldbinit",
    ),
  },
  {
    rule: "ci-config",
    what: "run by a build server with its credentials",
    patterns: words(
      ".github/workflows/ .github/actions/ .gitea/workflows/ .forgejo/workflows/ .gitlab-ci.yml .gitlab/ci/",
      ".circleci/ jenkinsfile* azure-pipelines.yml azure-pipelines.yaml .azure-pipelines/ .azuredevops/ .buildkite/",
      ".drone.yml .drone.yaml .drone.jsonnet .drone.star bitbucket-pipelines.yml .travis.yml .woodpecker/",
      ".woodpecker.yml .woodpecker.yaml appveyor.yml .appveyor.yml .cirrus.yml .cirrus.star .semaphore/ .teamcity/",
      "cloudbuild.yaml cloudbuild.yml buildspec.yml .builds/ .build.yml .tekton/",
    ),
  },
  {
    rule: "shell-config",
    what: "loaded by a shell or a version manager on entering the folder or logging in",
    patterns: words(
      ".envrc .direnv/ .mise/ .config/mise/ .autoenv .autoenv.zsh .bashrc .bash_profile .bash_login .bash_logout",
      ".bash_aliases .profile .zshrc .zshenv .zprofile .zlogin .zlogout .kshrc .cshrc .tcshrc .login",
      ".inputrc .xprofile .xinitrc .tmux.conf .config/fish/ .ssh/ .gnupg/ .gitconfig",
    ),
  },
  {
    rule: "commit-hook",
    what: "run by git hooks",
    patterns: words(
      ".husky/ .githooks/ .pre-commit-config.yaml .pre-commit-config.yml .overcommit.yml .lefthook/ .lefthook-local/",
      "lefthook.yml lefthook.yaml lefthook.toml lefthook.json .lefthook.yml .lefthook.yaml .lefthook.toml",
      ".lefthook.json lefthook-local.yml lefthook-local.yaml .lefthook-local.yml .lefthook-local.yaml",
      ".simple-git-hooks.js .simple-git-hooks.cjs .simple-git-hooks.json simple-git-hooks.js simple-git-hooks.json",
    ),
  },
  {
    rule: "tool-config",
    what: "obeyed by a package manager or interpreter, which it can make run code or send credentials elsewhere",
    patterns: words(
      ".pypirc pip.conf pip.ini .netrc _netrc .pnpmfile.cjs .pnpmfile.js .pnpmfile.mjs .yarn/releases/ .yarn/plugins/",
      "/sitecustomize.py /usercustomize.py /*.pth .cargo/config .cargo/config.toml .cargo/credentials.toml",
    ),
  },
];

interface Pattern<T> {
  value: T;
  /** Folded names before the last, last first. */
  above: readonly string[];
  /** Everything in it, rather than itself. */
  folder: boolean;
  anchored: boolean;
}

export interface Matcher<T> {
  /** What the entry is by its own name. */
  entry(place: Place, isFolder: boolean): T | undefined;
  /** What it is by a folder that it lies in. */
  folders(place: Place): T | undefined;
}

/** Matches places against patterns; ones with a star are few and tried one by one. */
export function createMatcher<T>(patterns: Iterable<readonly [pattern: string, value: T]>): Matcher<T> {
  const byName = new Map<string, Pattern<T>[]>();
  const starred: { fits(name: string): boolean; pattern: Pattern<T> }[] = [];
  for (const [text, value] of patterns) {
    const names = text.split("/").filter((name) => name !== "");
    const last = names.pop() ?? "";
    const pattern = { value, above: names.toReversed(), folder: text.endsWith("/"), anchored: text.startsWith("/") };
    if (last.startsWith("*")) starred.push({ fits: (name) => name.endsWith(last.slice(1)), pattern });
    else if (last.endsWith("*")) starred.push({ fits: (name) => name.startsWith(last.slice(0, -1)), pattern });
    else byName.set(last, [...(byName.get(last) ?? []), pattern]);
  }

  function find(place: Place, folder: boolean): T | undefined {
    const named = byName.get(place.name)?.find((pattern) => pattern.folder === folder && isBelow(place, pattern));
    return (named ?? starred.find(({ fits, pattern }) => pattern.folder === folder && fits(place.name) && isBelow(place, pattern))?.pattern)
      ?.value;
  }

  return {
    // A link may stand for a folder.
    entry: (place, isFolder) => (isFolder ? find(place, true) : (find(place, false) ?? find(place, true))),
    folders(place) {
      for (let at = place.up; at !== null; at = at.up) {
        const found = find(at, true);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

function isBelow<T>(place: Place, { above, anchored }: Pattern<T>): boolean {
  let at = place.up;
  for (const name of above) {
    if (at?.name !== name) return false;
    at = at.up;
  }
  return !anchored || at === null;
}

export const watchedNames: Matcher<Watched> = createMatcher(
  watched.flatMap((group) => group.patterns.map((pattern) => [pattern, group] as const)),
);
