import { posix } from "node:path";
import { defineLanguage } from "../language.ts";
import { goOutline } from "./support/go/outline.ts";
import { goResolver } from "./support/go/resolver.ts";

export default defineLanguage({
  name: "go",
  endings: [".go"],
  scope: "package",
  manifests: ["go.mod", "go.work"],
  outline: goOutline,
  resolver: goResolver,
  isTest: (path) => posix.basename(path).endsWith("_test.go"),
});
