import { defineLanguage } from "../language.ts";
import { isEcmascriptTest } from "./support/ecmascript/is-test.ts";
import { ecmascriptManifests, ecmascriptResolver } from "./support/ecmascript/resolver.ts";
import { ecmascriptOutline } from "./support/ecmascript/outline.ts";

export default defineLanguage({
  name: "tsx",
  endings: [".tsx"],
  scope: "file",
  outline: ecmascriptOutline("tsx"),
  manifests: ecmascriptManifests,
  resolver: ecmascriptResolver,
  isTest: isEcmascriptTest,
});
