const extensions =
  "tsx?|[mc]?jsx?|[mc]ts|jsonc?|py|pyi|go|rs|java|kts?|rb|php|cs|fs|cc?|cpp|hh?|hpp|swift|md|mdx|txt|rst|toml|ya?ml|sh|bash|css|scss|html?|vue|svelte|sql|lock|xml|gradle|proto|exs?|lua|zig|dart|scala|csproj|ini|cfg|snap|csv|svg";

/** Names of files as they stand in prose, without quotes. */
export const pathPattern = new RegExp(
  String.raw`(?<![\w/.⟦@:-])(?:\.{0,2}/)?(?:[\w.@-]+/)*[\w@-][\w.@-]*\.(?:${extensions})(?![\w/-]|\.\w)`,
  "g",
);

const whole = new RegExp(String.raw`^(?:\./)?(?:[\w.@()[\]-]+/)*[\w.@()[\]-]+\.(?:${extensions})$`);

/** Whether a code span is the name of a file in the workspace. */
export function isFile(code: string): boolean {
  return whole.test(code) && !code.startsWith("..") && !/^\d+(?:\.\d+)*\.\w$/.test(code);
}

/** Whether it is the name of a folder in the workspace, with its slash. */
export function isFolder(code: string): boolean {
  return /^(?:\.\/)?(?:[\w.@-]+\/)+$/.test(code) && !code.startsWith("..");
}

/** Whether a name as people write it may mean a path of the workspace: its end, or a folder above it. */
export function means(name: string, path: string): boolean {
  const bare = name.replace(/^\.\//, "");
  if (bare.endsWith("/")) return path.startsWith(bare) || path.includes(`/${bare}`);
  return path === bare || path.endsWith(`/${bare}`) || bare.endsWith(`/${path}`);
}

/** What tools install, remember or build, not what somebody has written. */
export function isByproduct(path: string): boolean {
  return /(?:^|\/)(?:\.git|node_modules|__pycache__|coverage|dist|build|out|target|bin|obj|vendor|tmp|\.[\w-]*cache|\.venv|venv|\.tox|\.gradle|\.turbo|\.next|\.nyc_output|htmlcov|Testing)(?:\/|$)|\.(?:pyc|log|tsbuildinfo|class|o)$|(?:^|\/)\.coverage$/.test(
    path,
  );
}

export function isProse(path: string): boolean {
  return /\.(?:md|mdx|txt|rst|adoc)$/i.test(path);
}

export function looksLikeTest(path: string): boolean {
  return /test|spec|e2e|check|fixture|snap|cases|feature|bench|story|stories/i.test(path);
}
