import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { openGraph } from "../../../src/knowledge/graph/open.ts";
import { type WatchOptions, watchGraph } from "../../../src/knowledge/graph/watch.ts";
import { verifies } from "../../verifies.ts";
import { importEdges, makeTree } from "./harness.ts";

const ways: Readonly<Record<string, { options: WatchOptions; by: string; problems: number }>> = {
  "by what the operating system tells": { options: {}, by: "events", problems: 0 },
  "by comparing, when the limit of watches is reached": {
    options: { subscribe: () => Promise.reject(new Error("inotify_add_watch failed: No space left on device")), compareEveryMs: 20 },
    by: "comparison",
    problems: 1,
  },
  "by comparing, when events were lost": {
    options: {
      subscribe: (_path, tell) => {
        setImmediate(() => tell(new Error("Events were dropped by the FSEvents client"), []));
        return Promise.resolve({ unsubscribe: () => Promise.resolve() });
      },
      compareEveryMs: 20,
    },
    by: "comparison",
    problems: 1,
  },
};

for (const [name, { options, by, problems }] of Object.entries(ways)) {
  verifies("graph.watched", name, async () => {
    using tree = makeTree({ "a.ts": 'import "./b";\n', "b.ts": "" });
    using home = makeTree();
    const graph = openGraph({ workspace: tree.path, home: home.path });
    await graph.update();
    const met: Error[] = [];
    let updated = Promise.withResolvers<void>();
    const watch = await watchGraph(graph, { ...options, onUpdate: () => updated.resolve(), onProblem: (error) => met.push(error) });

    const until = async (edges: readonly string[]) => {
      while (importEdges(graph.reader).join() !== edges.join()) {
        await updated.promise;
        updated = Promise.withResolvers();
      }
    };
    tree.write("c.ts", 'import "./a";\n');
    await until(["a.ts → b.ts", "c.ts → a.ts"]);
    mkdirSync(join(tree.path, "deep"));
    renameSync(join(tree.path, "b.ts"), join(tree.path, "deep/b.ts"));
    await until(["c.ts → a.ts"]);
    tree.write("a.ts", 'import "./deep/b";\n');
    await until(["a.ts → deep/b.ts", "c.ts → a.ts"]);

    expect({ by: watch.by, problems: met.length }).toEqual({ by, problems });
    await watch.close();
    await graph.close();
  });
}
