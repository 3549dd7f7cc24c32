import { readFileSync } from "node:fs";

/** Set by the build; absent when run from source. */
declare const FETTLE_VERSION: string | undefined;

export const version = typeof FETTLE_VERSION === "string" ? FETTLE_VERSION : versionOfSource();

function versionOfSource(): string {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  return manifest.version;
}
