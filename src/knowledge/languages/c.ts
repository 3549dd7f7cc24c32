import { defineLanguage } from "../language.ts";
import { cOutline, cppOutline } from "./support/c-family/outline.ts";
import { includeResolver } from "./support/c-family/resolver.ts";
import { isCFamilyTest } from "./support/c-family/tests.ts";

/** Headers of C++ often end like those of C. */
const cppOnly = /^\s*(?:template\s*<|namespace\b|class\s+\w[^;]*$|using\s+\w+|(?:public|private|protected)\s*:)/m;

export default defineLanguage({
  name: "c",
  endings: [".c", ".h"],
  scope: "everywhere",
  outline: (source) => (/\.h$/i.test(source.path) && cppOnly.test(source.text) ? cppOutline(source) : cOutline(source)),
  resolver: includeResolver,
  isTest: isCFamilyTest,
});
