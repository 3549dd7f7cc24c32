import { defineLanguage } from "../language.ts";
import { cppOutline } from "./support/c-family/outline.ts";
import { includeResolver } from "./support/c-family/resolver.ts";
import { isCFamilyTest } from "./support/c-family/tests.ts";

export default defineLanguage({
  name: "cpp",
  endings: [".cc", ".cpp", ".cxx", ".c++", ".hh", ".hpp", ".hxx", ".h++", ".inl", ".ipp", ".tpp", ".cu", ".cuh", ".ixx", ".cppm"],
  scope: "everywhere",
  outline: cppOutline,
  resolver: includeResolver,
  isTest: isCFamilyTest,
});
