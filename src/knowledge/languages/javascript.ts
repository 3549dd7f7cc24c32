import { defineLanguage } from "../language.ts";
import { isEcmascriptTest } from "./support/ecmascript/is-test.ts";
import { ecmascriptManifests, ecmascriptResolver } from "./support/ecmascript/resolver.ts";
import { ecmascriptOutline } from "./support/ecmascript/outline.ts";

export default defineLanguage({
  name: "javascript",
  endings: [".js", ".mjs", ".cjs", ".jsx"],
  scope: "file",
  outline: ecmascriptOutline("javascript"),
  manifests: ecmascriptManifests,
  resolver: ecmascriptResolver,
  isTest: isEcmascriptTest,
});
