import { words } from "./words.ts";

/**
 * Folders that package managers and compilers fill. What lies in them is other people's, is not opened by editors and agents as a project
 * of its own, and is often links and dotfiles. Names are exact: an exemption must not be met by accident.
 */
export const dependencyFolders: ReadonlySet<string> = new Set(
  words(
    "node_modules bower_components jspm_packages .pnpm-store .pnp",
    "site-packages dist-packages .venv venv __pypackages__ .tox .nox .eggs",
    "vendor target Pods Carthage .bundle .gradle .terraform elm-stuff _build",
  ),
);

/** Folders that a command makes again from the rest. What git tracks in them counts as any other file. */
export const regenerableFolders: ReadonlySet<string> = new Set([
  ...dependencyFolders,
  ...words(
    "dist build out obj coverage htmlcov .next .nuxt .output .svelte-kit .angular storybook-static",
    ".cache .parcel-cache .turbo .vite .nyc_output .dart_tool DerivedData",
    "__pycache__ .pytest_cache .mypy_cache .ruff_cache",
  ),
]);
