import { constants } from "node:os";
import type { Ending, Order } from "../contract/backend.ts";

/**
 * The shell that starts one command and says how it ended. In a box it is the first process of the command's pid namespace, so that
 * nothing inside can kill or stop it, it inherits every orphan, and everything dies with it.
 *
 * It finds its standard streams as the command is to have them, but for descriptor 2, and besides
 *
 *     2  words for the harness, one a line, described below
 *     4  one byte when the command may begin; its end instead means that the harness is gone
 *     5  the order: words that end with NUL
 *     7  the script, when that is too long for an argument
 *
 * The words: `ready` when it can be let go; `started GROUP`, the command's process group as this namespace counts; bash's own list
 * of jobs, in which alone an end by a signal differs from an exit code of 128 and more; `never` when there was nothing to start.
 * Whatever a command might forge of this it could say of itself by ending so.
 */
export const reporter = `
echo ready >&2
fettle_order=()
while IFS= read -r -d '' fettle_word; do fettle_order+=("$fettle_word"); done <&5
for fettle_word in /dev/fd/*; do
  case \${fettle_word##*/} in [01247] | '*') ;; *) eval "exec \${fettle_word##*/}>&-" ;; esac
done
IFS= read -r -n 1 -u 4 || exit
exec 4>&-

fettle_run() {
  trap - HUP INT QUIT TERM PIPE USR1 USR2 ALRM CHLD
  exec 8>&2 2>&1
  cd -- "\${fettle_order[0]}" || fettle_never
  ulimit -c 0
  [[ \${fettle_order[1]} == 0 ]] || ulimit -v "\${fettle_order[1]}"
  [[ \${fettle_order[2]} == 0 ]] || ulimit -u "\${fettle_order[2]}"
  [[ \${fettle_order[3]} == 0 ]] || ulimit -f "\${fettle_order[3]}"
  export -n LC_ALL
  unset PATH OLDPWD SHLVL
  for fettle_word in "\${fettle_order[@]:6:fettle_order[5]}"; do export "$fettle_word"; done 2>/dev/null
  set -- "\${fettle_order[@]:6+fettle_order[5]}"
  [[ \${fettle_order[4]} == script ]] || type -P -- "$1" >/dev/null || { echo "$1: command not found"; fettle_never; }
  exec 8>&-
  exec -- "$@"
}
fettle_never() { echo never >&8; exit 127; }

trap '' HUP INT QUIT PIPE USR1 USR2 ALRM
trap 'fettle_asked=1; kill -TERM -- "-\${fettle_job:-0}" 2>/dev/null' TERM
trap 'jobs -l >&2' CHLD
set -m
( fettle_run ) <&0 &
fettle_job=$!
set +m
echo "started $fettle_job" >&2
while fettle_asked=; wait "$fettle_job"; fettle_status=$?; [[ $fettle_asked ]]; do :; done
kill -KILL -- "-$fettle_job" 2>/dev/null
exit "$fettle_status"
`;

/** Longer scripts do not fit into an argument, which holds at most 128 KiB. */
const MAX_ARGUMENT_BYTES = 96 * 1024;

export interface OrderText {
  /** Content of descriptor 5. */
  order: string;
  /** Content of descriptor 7. */
  script: string | undefined;
}

export interface OrderContext {
  /** Absolute path of bash. */
  bash: string;
  /** Variables of all commands of the box. */
  env: Readonly<Record<string, string>>;
  /** Bytes a single file may have; 0 = no limit. */
  fileBytes: number;
}

/** What a reporter has to know of a command. The order's own variables reach it in this way so that they mean nothing to what runs outside of the box. */
export function writeOrder({ what, cwd, env, limits }: Order, { bash, env: boxEnv, fileBytes }: OrderContext): OrderText {
  const pairs = Object.entries({ ...boxEnv, ...env }).map(([name, value]) => `${checkedName(name)}=${value}`);
  const script = "script" in what && Buffer.byteLength(what.script) > MAX_ARGUMENT_BYTES ? what.script : undefined;
  const kibibytes = (bytes: number): string => String(Math.ceil(bytes / 1024));
  const words = [
    cwd,
    kibibytes(limits.memoryBytes),
    String(limits.processes),
    kibibytes(fileBytes),
    "script" in what ? "script" : "program",
    String(pairs.length),
    ...pairs,
    ...("argv" in what ? what.argv : [bash, "--norc", "--noprofile", "-c", script === undefined ? what.script : readScript, "bash"]),
  ];
  const stray = words.find((word) => word.includes("\0"));
  if (stray !== undefined) throw new Error(`A command cannot hold a NUL byte: ${JSON.stringify(stray.slice(0, 100))}`);
  return { order: words.map((word) => `${word}\0`).join(""), script };
}

const readScript = 'eval "$(</dev/fd/7)" 7<&-';

function checkedName(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new Error(`${JSON.stringify(name)} is no name of an environment variable.`);
  return name;
}

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** Pure: the reporter's words and the exit code it handed on. A reporter that was killed had no last word: then that is the command's end too. */
export function readEnding(words: string, code: number): Ending {
  if (/^never$/m.test(words)) return { how: "never" };
  const signal = signalNames.get(code - 128);
  const exited = /^\[1\]\S* +\d+ (Done|Exit)\b/m.test(words);
  return signal === undefined || exited ? { how: "exit", code } : { how: "signal", signal };
}

/** The command's process group, once it is known. Group 1 would mean every process. */
export function readGroup(words: string): number | undefined {
  const digits = /^started ([2-9]|[1-9]\d+)$/m.exec(words)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
