import { fc } from "../../../properties.ts";

/** path → text of TypeScript files that import each other, in circles too. */
export const tangles = fc
  .integer({ min: 1, max: 9 })
  .chain((count) => fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 16 }).map((pairs) => ({ count, pairs })))
  .map(({ count, pairs }) => {
    const texts = Array.from({ length: count }, () => "");
    for (const [from, to] of pairs) if (from !== to) texts[from] += `import "./f${to}";\n`;
    return Object.fromEntries(texts.map((text, index) => [`f${index}.ts`, text]));
  });

/** Paths of the files that a file imports. */
export const imports = (tangle: Readonly<Record<string, string>>, path: string): string[] =>
  [...(tangle[path] ?? "").matchAll(/import "\.\/(\w+)";/g)].map(([, name]) => `${name}.ts`);

export const importers = (tangle: Readonly<Record<string, string>>, path: string): string[] =>
  Object.keys(tangle).filter((other) => imports(tangle, other).includes(path));
