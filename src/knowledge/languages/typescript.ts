import { defineLanguage } from "../language.ts";
import { isEcmascriptTest } from "./support/ecmascript/is-test.ts";
import { ecmascriptManifests, ecmascriptResolver } from "./support/ecmascript/resolver.ts";
import { ecmascriptOutline } from "./support/ecmascript/outline.ts";

export default defineLanguage({
  name: "typescript",
  endings: [".ts", ".mts", ".cts"],
  scope: "file",
  outline: ecmascriptOutline("typescript"),
  manifests: ecmascriptManifests,
  resolver: ecmascriptResolver,
  isTest: isEcmascriptTest,
});
