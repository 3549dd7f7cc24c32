import { dirname } from "node:path/posix";
import { expect } from "vitest";
import type { ProjectFiles } from "../../../src/knowledge/language.ts";
import typescript from "../../../src/knowledge/languages/typescript.ts";
import { verifies } from "../../verifies.ts";

function project(files: Readonly<Record<string, string | object>>): ProjectFiles {
  const paths = Object.keys(files).filter((path) => !path.startsWith("node_modules/"));
  const textOf = (path: string) => (typeof files[path] === "object" ? JSON.stringify(files[path]) : files[path]);
  return {
    has: (path) => paths.includes(path),
    inFolder: (folder) => paths.filter((path) => dirname(path) === folder),
    named: (name) => paths.filter((path) => path.split("/").at(-1) === name),
    ofPackage: () => [],
    read: textOf,
  };
}

/** `specifier @ from` → where it leads. */
function leads(files: Readonly<Record<string, string | object>>, asked: readonly string[]): Record<string, string> {
  const resolver = typescript.resolver!(project(files));
  return Object.fromEntries(
    asked.map((question) => {
      const [specifier = "", from = ""] = question.split(" @ ");
      const target = resolver.resolve({ specifier, names: [] }, from);
      return [question, target === undefined ? "nowhere" : "outside" in target ? `outside: ${target.outside}` : target.files.join(" ")];
    }),
  );
}

/** Each question with its answer. */
function check(files: Readonly<Record<string, string | object>>, answers: Readonly<Record<string, string>>): void {
  expect(leads(files, Object.keys(answers))).toEqual(answers);
}

verifies("graph.typescript-imports", "relative: endings, folders, declarations, assets", () => {
  check(
    {
      "src/a.ts": "",
      "src/b.tsx": "",
      "src/c.d.ts": "",
      "src/c.js": "",
      "src/d/index.ts": "",
      "src/e.mts": "",
      "src/f.css": "",
      "src/d.ts": "",
      "g/package.json": { main: "lib/x.js" },
      "g/lib/x.ts": "",
    },
    {
      "./a @ src/z.ts": "src/a.ts",
      "./a.js @ src/z.ts": "src/a.ts",
      "./b.js @ src/z.ts": "src/b.tsx",
      "./c @ src/z.ts": "src/c.d.ts src/c.js",
      "./d @ src/z.ts": "src/d.ts",
      "./d/ @ src/z.ts": "src/d/index.ts",
      ". @ src/d/z.ts": "src/d/index.ts",
      ".. @ src/d/z.ts": "nowhere",
      "./e.mjs @ src/z.ts": "src/e.mts",
      "./f.css?inline @ src/z.ts": "src/f.css",
      "../g @ src/z.ts": "g/lib/x.ts",
      "../../outside @ src/z.ts": "nowhere",
    },
  );
});

verifies("graph.typescript-imports", "tsconfig: paths, baseUrl, extends, references, rootDirs, comments", () => {
  check(
    {
      "tsconfig.base.json":
        '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"], "@/special/*": ["special/*"], "exact": ["src/one"] } } }',
      "tsconfig.json": '{ // all\n "extends": "./tsconfig.base.json", }',
      "src/one.ts": "",
      "special/two.ts": "",
      "app/tsconfig.json": { files: [], references: [{ path: "./tsconfig.app.json" }] },
      "app/tsconfig.app.json": { compilerOptions: { paths: { "~/*": ["./code/*"] } } },
      "app/code/three.ts": "",
      "roots/tsconfig.json": { compilerOptions: { rootDirs: ["src", "made"] } },
      "roots/src/a.ts": "",
      "roots/made/b.ts": "",
      "installed/tsconfig.json": { extends: "@base/config" },
      "node_modules/@base/config/tsconfig.json": { compilerOptions: { paths: { "#*": ["${configDir}/code/*"] } } },
      "installed/code/four.ts": "",
    },
    {
      "@/one @ src/z.ts": "src/one.ts",
      "@/special/two @ src/z.ts": "special/two.ts",
      "exact @ src/deep/z.ts": "src/one.ts",
      "src/one @ special/z.ts": "src/one.ts",
      "~/three @ app/z.ts": "app/code/three.ts",
      "./b @ roots/src/a.ts": "roots/made/b.ts",
      "#four @ installed/z.ts": "installed/code/four.ts",
    },
  );
});

verifies("graph.typescript-imports", "package.json: exports, imports, conditions, self-reference; sources in the place of builds", () => {
  check(
    {
      "package.json": {
        name: "shop",
        exports: {
          ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
          "./parts/*": { import: "./dist/esm/parts/*.js" },
          "./parts/private/*": null,
        },
        imports: { "#own/*": "./src/own/*.js", "#zod": "zod", "#node": { browser: "./src/b.ts", default: "./src/n.ts" } },
        dependencies: { zod: "4", "@types/koa": "2" },
      },
      "src/index.ts": "",
      "src/parts/a.ts": "",
      "src/own/b.ts": "",
      "src/n.ts": "",
    },
    {
      "shop @ src/z.ts": "src/index.ts",
      "shop/parts/a @ test/z.ts": "src/parts/a.ts",
      "shop/parts/private/a @ test/z.ts": "nowhere",
      "shop/src/index @ test/z.ts": "nowhere",
      "#own/b @ src/z.ts": "src/own/b.ts",
      "#zod @ src/z.ts": "outside: zod",
      "#node @ src/z.ts": "src/n.ts",
      "zod/v4 @ src/z.ts": "outside: zod",
      "koa @ src/z.ts": "outside: koa",
      "node:fs @ src/z.ts": "outside: node:fs",
      "fs/promises @ src/z.ts": "outside: node:fs/promises",
      "unheard-of @ src/z.ts": "nowhere",
      "https://deno.land/x.ts @ src/z.ts": "nowhere",
    },
  );
});

const members = {
  "packages/box/package.json": { name: "@shop/box", main: "dist/index.js" },
  "packages/box/src/index.ts": "",
  "packages/box/deep/c.ts": "",
  "packages/hidden/package.json": { name: "@shop/hidden" },
  "packages/hidden/index.ts": "",
  "other/fixture/package.json": { name: "@shop/box" },
  "other/fixture/index.ts": "",
  "app/package.json": { name: "app", dependencies: { linked: "file:../linked" } },
  "linked/package.json": { name: "linked" },
  "linked/index.ts": "",
};

const answers = {
  "@shop/box @ packages/hidden/z.ts": "packages/box/src/index.ts",
  "@shop/box/deep/c @ packages/hidden/z.ts": "packages/box/deep/c.ts",
  "@shop/hidden @ packages/box/z.ts": "nowhere",
  "linked @ app/z.ts": "linked/index.ts",
};

const roots: Readonly<Record<string, Readonly<Record<string, string | object>>>> = {
  npm: { "package.json": { workspaces: ["packages/*", "!packages/hidden"] } },
  yarn: { "package.json": { workspaces: { packages: ["./packages/*/", "!packages/hidden"] } } },
  pnpm: { "package.json": {}, "pnpm-workspace.yaml": "packages:\n  - packages/*\n  - '!packages/hidden'\n" },
};

for (const [name, root] of Object.entries(roots))
  verifies("graph.typescript-imports", `workspaces of ${name}`, () => check({ ...members, ...root }, answers));

verifies("graph.typescript-imports", "manifests that are broken", () => {
  check(
    {
      "package.json": "{",
      "tsconfig.json": '{"extends": "./tsconfig.json", "compilerOptions": 3}',
      "pnpm-workspace.yaml": "{{",
      "a.ts": "",
    },
    { "./a @ z.ts": "a.ts", "zod @ z.ts": "nowhere" },
  );
});
