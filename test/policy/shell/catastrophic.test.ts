import { expect } from "vitest";
import { catastropheOf, isCatastrophic } from "../../../src/policy/shell/catastrophic.ts";
import { classify } from "../../../src/policy/shell/classify.ts";
import { verifies } from "../../verifies.ts";

const surroundings = { workspace: "/home/dev/app", home: "/home/dev" };
const kinds = (script: string) => classify(script, surroundings.workspace).commands.map((command) => catastropheOf(command, surroundings));
const missed = (kind: string, scripts: readonly string[]) => scripts.filter((script) => !kinds(script).includes(kind as "removal"));

verifies("shell.catastrophic", () => {
  expect(
    missed("removal", [
      "rm -fr /",
      "rm -r -f ~",
      "rm -rf ~/",
      "rm -rf ~root",
      "rm --recursive --force /",
      "rm --rec --fo /",
      "rm -rf $(echo ~)",
      "rm -rf `pwd`/..",
      'rm -rf "$HOME"',
      'rm -rf "${HOME:?}"/x',
      "rm -rf $x/",
      "rm -rf /*",
      "rm -rf //",
      "rm -rf /./",
      "rm -rf -- /",
      "rm / -rf",
      "rm -rf ..",
      "rm -rf ../other",
      "rm -rf src/../..",
      "rm -rf ../*",
      "rm -rf .",
      "rm -rf ./",
      "rm -rf *",
      "rm -rf ./*",
      "rm -rf .*",
      "rm -rf .git",
      "rm -rf /home/dev/app",
      "rm -rf /home/dev/app/",
      "rm -rf /home/dev/app/.git",
      "rm -rf /home/dev/other",
      "rm -rf /home/dev/app2",
      "\\rm -rf /",
      "'rm' -rf /",
      "/bin/rm -rf /",
      'r"m" -rf /',
      "$'rm' -rf /",
      "{rm,-rf,/}",
      "rm -rf {a,/}",
      "cd / && rm -rf *",
      "cd .. && rm -rf app",
      "cd && rm -rf x",
      'cd "$x" && rm -rf x',
      "sudo rm -rf /",
      "env -i rm -rf /",
      "sh -c 'rm -rf /'",
      "eval rm -rf /",
      "find / -delete",
      "find ~ -exec rm -rf {} +",
      "find .. -name x -delete",
      "find . -delete",
      "ls | xargs rm -rf",
      "busybox rm -rf /",
      "mv ~ /tmp/x",
      "mv .. x",
      "mv * ../backup/",
      "mv .git x",
      "echo $(rm -rf /)",
      "for x in /; do rm -rf $x; done",
      "dd if=/dev/zero of=/dev/sda",
      "mkfs.ext4 /dev/sda",
      "git -C /home/dev/other clean -fdx ../x",
    ]),
  ).toEqual([]);
  expect(
    missed("force-push", [
      "git push -f",
      "git push --force",
      "git push --force-with-lease origin x",
      "git push origin +main",
      "git push --mirror",
      "git push origin :main",
      "git push --delete origin x",
      "git push -d origin x",
      "git -C x push -uf",
      "env git push -f",
    ]),
  ).toEqual([]);
  expect(
    missed(
      "publish",
      "npm publish|pnpm publish --access public|yarn npm publish|cargo publish|twine upload dist/x|python -m twine upload dist/x|uv publish|gem push x.gem|docker push a/b|docker image push a/b|gh release create v1|mvn deploy|./gradlew publish|npm --tag next publish|npx vsce publish|npx semantic-release".split(
        "|",
      ),
    ),
  ).toEqual([]);
  expect(missed("privilege", "sudo ls|doas ls|su -c ls|pkexec ls|env sudo ls|/usr/bin/sudo ls|sh -c 'sudo ls'".split("|"))).toEqual([]);
});

verifies("shell.catastrophic", "everyday removals, pushes and dry runs are not", () => {
  const everyday = [
    "rm -rf dist",
    "rm -rf ./build node_modules",
    "rm -rf /home/dev/app/dist",
    "rm file",
    "rm -rf /tmp/x",
    "cd src && rm -rf gen",
    "mv a b",
    "mv src/old.ts lib/",
    "find . -name '*.pyc' -delete",
    "find build -name x -exec rm {} +",
    "git push origin main",
    "git push -u origin HEAD",
    "git clean -fd",
    "npm publish --dry-run",
    "npm test",
    "gh release list",
    "docker build .",
    "echo sudo rm -rf /",
    "git commit -m 'rm -rf /'",
    "rm -rf packages/*/dist",
  ];
  expect(
    everyday.filter((script) => classify(script, surroundings.workspace).commands.some((command) => isCatastrophic(command, surroundings))),
  ).toEqual([]);
});
