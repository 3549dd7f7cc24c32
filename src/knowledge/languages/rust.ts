import { defineLanguage } from "../language.ts";
import { rustOutline } from "./support/rust/outline.ts";
import { rustResolver } from "./support/rust/resolver.ts";

export default defineLanguage({
  name: "rust",
  endings: [".rs"],
  scope: "file",
  manifests: ["Cargo.toml"],
  outline: rustOutline,
  resolver: rustResolver,
  // Besides these, most files hold tests of their own, under `#[cfg(test)]`.
  isTest: (path) => /(?:^|\/)tests\/(?:[^/]+|[^/]+\/main)\.rs$|(?:^|[/_])tests?\.rs$/.test(path),
});
