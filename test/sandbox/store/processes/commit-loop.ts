/** Commits to a root again and again, each time a file of its own and one that all write; prints what came of it. Arguments: root, home, name, how often. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../../../../src/sandbox/store/open.ts";
import { label } from "../folder.ts";

const [root = "", home = "", name = "", times = "0"] = process.argv.slice(2);
const store = await openStore({ root, home });
const outcome = { shared: 0, conflicts: 0 };
for (let n = 0; n < Number(times); n++) {
  const layer = store.layer();
  writeFileSync(join(layer.upper, `${name}-${n}`), name);
  writeFileSync(join(layer.upper, "shared"), `${name} ${n}`);
  const { conflicts } = await store.commit(store.collect(layer, {}), { label, since: layer.since });
  outcome[conflicts.length > 0 ? "conflicts" : "shared"]++;
  store.discard(layer);
}
process.stdout.write(JSON.stringify(outcome));
