import { execFile } from "node:child_process";

/**
 * The user's git configuration as commands may see it: the identity for commits, nothing that holds or fetches credentials.
 * In a box that shows its user as somebody else git distrusts the owner of the workspace; there the box is the protection.
 */
export async function boxGitConfig(git: string | undefined): Promise<string> {
  const settings = git === undefined ? [] : await readIdentity(git);
  const user = settings.map(([name, value]) => `\t${name} = ${quote(value)}\n`);
  return `[safe]\n\tdirectory = *\n[user]\n${user.join("")}`;
}

/** A user without git configuration has no identity, which is no error here. */
async function readIdentity(git: string): Promise<[name: string, value: string][]> {
  const args = ["config", "--global", "--includes", "--null", "--get-regexp", "^user\\.(name|email)$"];
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(git, args, { cwd: "/" }, (error, stdout) => resolve(error === null ? stdout : ""));
  return (await promise)
    .split("\0")
    .map((setting) => /^user\.(name|email)\n(.*)$/s.exec(setting))
    .filter((match) => match !== null)
    .map(([, name = "", value = ""]) => [name, value]);
}

function quote(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
