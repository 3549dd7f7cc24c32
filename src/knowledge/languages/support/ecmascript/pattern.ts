/**
 * The best key for a name, of keys that may hold one `*`: the name itself, else the one with the longest part before the star.
 * Both `paths` of a tsconfig and the maps of a `package.json` are read so. `rest` is what the star stands for.
 */
export function matchPattern(keys: Iterable<string>, name: string): { key: string; rest: string } | undefined {
  let best: { key: string; rest: string; length: number } | undefined;
  for (const key of keys) {
    if (key === name) return { key, rest: "" };
    const star = key.indexOf("*");
    if (star < 0) continue;
    const [before, after] = [key.slice(0, star), key.slice(star + 1)];
    if (name.length < before.length + after.length || !name.startsWith(before) || !name.endsWith(after)) continue;
    if (best === undefined || before.length > best.length)
      best = { key, rest: name.slice(before.length, name.length - after.length), length: before.length };
  }
  return best;
}
