/** What people and agents do to folders: each is done in a real overlay, committed, undone, redone. */
export interface Scenario {
  /** Makes what is there before. */
  before: string;
  script: string;
}

const bigFile = "head -c 3000000 /dev/zero | tr '\\0' x > big; head -c 3000000 /dev/zero > keep-big";

export const scenarios: Record<string, Scenario> = {
  "modified file": { before: "mkdir d; echo a > d/a; echo b > d/b", script: "echo more >> d/a; sed -i s/b/c/ d/b" },
  "deleted file": { before: "echo a > a; echo b > b", script: "rm a" },
  "added file": { before: "mkdir d", script: "echo new > new; echo new > d/new" },
  "added tree": { before: "mkdir d", script: "mkdir -p d/t/u/v && echo 1 > d/t/1 && echo 2 > d/t/u/2 && ln -s ../1 d/t/u/l" },
  "deleted tree": { before: "mkdir -p t/u/v e && echo 1 > t/1 && echo 2 > t/u/2", script: "rm -rf t" },
  "renamed file": { before: "mkdir d e && echo 1 > d/one", script: "mv d/one e/two" },
  "renamed folder": { before: "mkdir -p d/s/t && echo 1 > d/s/1 && echo 2 > d/s/t/2", script: "mv d/s moved && echo 3 >> moved/t/2" },
  "mode change": {
    before: "mkdir d && echo 1 > d/x && echo 2 > y && chmod 4755 y",
    script: "chmod 755 d/x && chmod 700 d && chmod 2711 y && chmod 1777 .",
  },
  "link retargeted, and replaced by a file": {
    before: "echo 1 > one; echo 2 > two; ln -s one l; ln -s nowhere m; ln -s /etc/passwd n",
    script: "ln -sfn two l; rm m n; echo file > m; echo file > n",
  },
  "empty folder made and removed": { before: "mkdir -p empty deep/empty", script: "rmdir empty deep/empty && mkdir other deep/other" },
  "ignored and untracked files": {
    before: "git init -q . && echo ignored > .gitignore && mkdir ignored && echo 1 > ignored/1 && echo u > untracked && git add .gitignore",
    script: "echo 2 > ignored/2 && rm ignored/1 && echo more >> untracked && rm -rf .git",
  },
  "file to folder and folder to file": {
    before: "echo f > f; mkdir -p g/h && echo 1 > g/h/1",
    script: "rm f && mkdir -p f/sub && echo 2 > f/sub/2 && rm -r g && echo file > g",
  },
  "hard links, a pipe and a socket": {
    before: "echo 1 > a && ln a b && mkfifo p && mkfifo q",
    script: `rm p && mkfifo r && echo 2 > c && ln c e && rm b && python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("s")'`,
  },
  "a folder with hard links and a pipe renamed": {
    before: "mkdir -p d/e && echo 1 > d/a && ln d/a d/b && ln d/a d/e/c && mkfifo -m 620 d/p && ln -s a d/l",
    script: "mv d moved",
  },
  "file of more than 2 MB": { before: bigFile, script: "echo end >> big && rm keep-big && head -c 4000000 /dev/zero > other-big" },
  "folder made anew": {
    before: "mkdir -p dist/old && echo 1 > dist/old/1 && echo 2 > dist/same",
    script: "rm -rf dist && mkdir dist && echo 3 > dist/same && echo 4 > dist/new",
  },
  "everything removed": {
    before: "mkdir -p a/b .h && echo 1 > a/b/1 && echo 2 > .h/2 && ln -s a l && echo 3 > 3",
    script: "rm -rf ./* ./.h",
  },
  "moved and then removed with its parent": {
    before: "mkdir -p p/q && echo 1 > p/q/1 && echo 2 > 2",
    script: "mv 2 p/ && mv p/q/1 p/ && rm -rf p",
  },
  "times set": {
    before: "mkdir d && echo 1 > d/1",
    script: "touch -d @1000000000.123456789 d/1 && touch -d @1000000001.5 d && echo 2 > two",
  },
  "folders nobody may write to": {
    before: "mkdir -p ro/sub && echo 1 > ro/sub/1 && chmod 555 ro/sub && mkdir gone && echo 2 > gone/2 && chmod 555 gone",
    script:
      "chmod 755 ro/sub && rm ro/sub/1 && echo 3 > ro/sub/3 && chmod 555 ro/sub && chmod 755 gone && rm -r gone && mkdir new && echo 4 > new/4 && chmod 555 new",
  },
  "names of all kinds": {
    before: "touch -- $'new\\nline' $'esc\\e[31m' $'\\xff\\xfe' '-rf' ' ' '*' && mkdir $'d\\xe9' && echo 1 > $'d\\xe9/\\x80'",
    script:
      "echo 1 >> $'new\\nline' && rm -- $'esc\\e[31m' -rf ' ' && mv $'\\xff\\xfe' $'\\xfe' && echo 2 > $'d\\xe9/\\x80' && mkdir $'\\xf0' && echo 3 > $'\\xf0/\\xf1'",
  },
};
