import { defineLanguage } from "../language.ts";
import { cobolOutline } from "./support/cobol/outline.ts";
import { cobolResolver, copybookName } from "./support/cobol/resolver.ts";

export default defineLanguage({
  name: "cobol",
  endings: [".cbl", ".cob", ".cobol", ".cpy", ".copy"],
  scope: "everywhere",
  letters: "upper",

  outline({ path, text }) {
    const outline = cobolOutline(text);
    return { ...outline, package: outline.package ?? copybookName(path) };
  },

  resolver: cobolResolver,

  isTest: (path) => /(?:^|\/)tests?\/|(?:^|[/_-])test[^/]*\.(?:cbl|cob|cobol)$|[_-]test\.(?:cbl|cob|cobol)$/i.test(path),
});
