/**
 * The first process of a box: a shell that forks every command from a warm start, so that a command costs a fork
 * and not a new box. It needs bash and nothing else.
 *
 * Requests come one a line on its standard input: `run LAUNCHER OUTPUT STATUS` and `kill SIGNAL GROUP`; its end ends the box.
 * The three names lie in the private folder that is its first argument. A keeper, forked for the command, starts it in a
 * process group of its own and writes to STATUS, which nothing but the keeper has open:
 *
 *     keeping KEEPER       process id of the keeper
 *     started GROUP        process id and group of the command
 *     [1]+ GROUP Killed …  bash's own words; the only place where an end by a signal differs from `exit 137`
 *     never                the launcher found nothing to start
 *     ended STATUS         after what was left of the group has been killed
 *
 * Terminal and termination signals are ignored here and given back to commands; as process 1 of a box it cannot be killed from inside.
 */
const supervisor = `
cd /dev/fd
for fd in *; do
  if [[ $fd -gt 2 ]]; then eval "exec $fd>&-"; fi
done 2>/dev/null
trap '' HUP INT QUIT TERM PIPE USR1 USR2 ALRM
cd "$1" || exit
unset OLDPWD SHLVL

keep() {
  echo "keeping $BASHPID"
  trap 'jobs -l' CHLD
  set -m
  ( trap - HUP INT QUIT TERM PIPE USR1 USR2 ALRM; exec 3>&1 >"$2" 2>&1; . "./$1" ) </dev/null &
  set +m
  echo "started $!"
  wait "$!"
  set -- $?
  kill -KILL -- "-$!" 2>/dev/null
  echo "ended $1"
}

echo ready
while read -r verb one two three; do
  case $verb in
    run) keep "$one" "$two" </dev/null >"$three" 2>&1 & ;;
    kill) kill -s "$one" -- "-$two" 2>/dev/null ;;
  esac
done
`;

/** The arguments that start it. `folder` is where the named pipes and launchers are, as the supervisor sees it. */
export function runSupervisor(shell: string, folder: string): string[] {
  return [shell, "--norc", "--noprofile", "-c", supervisor, "fettle", folder];
}
