/** What an ordinary user's snapshot tells and restores, as JSON. */
import { brief, describeTree, makeRoot, pathsOf } from "../roots.ts";

await using test = makeRoot();
test.sh(`
  mkdir closed open later gone read-only; echo a >closed/file; echo b >open/file; echo c >later/file; echo d >gone/file; echo e >write-only
  mkfifo pipe; echo f >read-only/file; mkdir -m 555 read-only/deep; echo g >set; chmod 4755 set; chmod 200 write-only
  chmod 000 closed; chmod 555 read-only`);
const uncovered = await test.snapshot.take();
const before = describeTree(test.root);

test.sh(`
  chmod 755 closed; chmod 000 later; rm -r gone pipe write-only set; echo more >>open/file; echo new >open/new; chmod 755 read-only
  rm -r read-only; mkdir -m 555 added; chmod 555 open`);
const { changes, gaps } = await test.snapshot.compare();
const { failed, rest } = await test.snapshot.revert(changes, pathsOf(changes), { to: test.aside });
const after = describeTree(test.root);

console.log(
  JSON.stringify({
    isRoot: process.getuid?.() === 0,
    uncovered,
    changes: brief(changes),
    gaps,
    failed,
    rest: brief(rest),
    differing: Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path]),
  }),
);
