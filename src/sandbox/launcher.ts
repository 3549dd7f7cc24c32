/** What a command needs to start, in the words of the shell that starts it. */
export interface Launch {
  /** A bash script, or the arguments of a program. */
  what: { script: string } | { argv: readonly string[] };
  /** Absolute path of bash. */
  shell: string;
  /** Absolute path of the folder to start in. */
  cwd: string;
  env: Readonly<Record<string, string>>;
  limits: { memoryBytes: number; processes: number };
}

/** Names of the files beside the launcher. */
export interface LaunchFiles {
  script: string | undefined;
  stdin: string | undefined;
}

/**
 * The text that turns the supervisor's fork into the command. Every value is quoted, every name checked: nothing in them is interpreted.
 * A command that cannot start says `never` on descriptor 3 and why on its output, and ends with 127 as a shell would.
 */
export function toLauncher({ what, shell, cwd, env, limits }: Launch, files: LaunchFiles): string {
  const lines = [
    ...(files.stdin === undefined ? [] : [`exec <${quote(`./${files.stdin}`)}`]),
    ...(files.script === undefined ? [] : [`exec 4<${quote(`./${files.script}`)}`]),
    `cd -- ${quote(cwd)} || { echo never >&3; exit 127; }`,
    "unset OLDPWD",
    ...Object.entries(env).map(([name, value]) => `export ${checkedName(name)}=${quote(value)}`),
    ...(limits.memoryBytes > 0 ? [`ulimit -v ${Math.ceil(limits.memoryBytes / 1024)}`] : []),
    ...(limits.processes > 0 ? [`ulimit -u ${limits.processes}`] : []),
    ...("argv" in what ? execProgram(what.argv) : execScript(what.script, shell)),
  ];
  return `${lines.join("\n")}\n`;
}

function execProgram(argv: readonly string[]): string[] {
  const program = quote(argv[0] ?? "");
  return [
    `type -P -- ${program} >/dev/null || { echo ${program}: command not found; echo never >&3; exit 127; }`,
    "exec 3>&-",
    `exec -- ${argv.map(quote).join(" ")}`,
  ];
}

/** Whether a script has to be read from a file: one argument holds at most 128 KiB. Reading one costs another fork, so only then. */
export function needsFile(script: string): boolean {
  return Buffer.byteLength(script) > 96 * 1024;
}

function execScript(script: string, shell: string): string[] {
  const text = needsFile(script) ? `'eval "$(</dev/fd/4)" 4<&-'` : quote(script);
  return ["exec 3>&-", `exec ${quote(shell)} --norc --noprofile -c ${text} bash`];
}

function checkedName(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new Error(`${JSON.stringify(name)} is no name of an environment variable.`);
  return name;
}

/** Exact for every text without NUL. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
