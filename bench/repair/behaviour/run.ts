/** `node run.ts PACKAGE [OLD=NEW] MODULES`: runs a package's tests against compiled modules, with NEW for OLD where that is gone. Prints the names of those that pass, as JSON. */
import { createRequire } from "node:module";
import type { Behaviour } from "./behaviour.ts";

const [name, renamed, ...modules] = process.argv.slice(2);
const { default: behaviour } = (await import(`./${name}.ts`)) as { default: Behaviour<object> };
const require = createRequire(import.meta.url);
const passed: string[] = [];
// What a broken package leaves unhandled must not end the tests that follow.
process.on("unhandledRejection", () => {});
process.on("uncaughtException", () => {});
try {
  const api: Record<string, unknown> = Object.assign({}, ...modules.map((path) => require(path) as object));
  const [from = "", to = ""] = (renamed ?? "").split("=");
  if (from !== "" && !(from in api)) api[from] = api[to];
  for (const [test, run] of Object.entries(behaviour)) {
    const timeout = Promise.withResolvers<never>();
    const timer = setTimeout(() => timeout.reject(new Error("it hangs")), 10_000);
    try {
      await Promise.race([run(api), timeout.promise]);
      passed.push(test);
    } catch (error) {
      console.error(test, error);
    } finally {
      clearTimeout(timer);
    }
  }
} catch (error) {
  // It does not even load: nothing passes.
  console.error(error);
}
process.stdout.write(JSON.stringify({ passed, all: Object.keys(behaviour).length }));
process.exit(0);
