import { existsSync, readFileSync } from "node:fs";

/** Where the signs are looked for. Default: this machine. */
export interface ContainerPlace {
  /** Of the file system. */
  root?: string;
  env?: Readonly<Record<string, string | undefined>>;
}

const init = /^(?:systemd|init|launchd|runit|openrc-init|s6-svscan|dinit)$/;
const groups = /\b(?:docker|kubepods|containerd|libpod|podman|lxc|garden|crio|ecs)\b/;

/** Why this looks like the inside of a container; one sentence each without its full stop. A hint, not a proof: whoever declares the container vouches for it. */
export function containerSigns({ root = "", env = process.env }: ContainerPlace = {}): string[] {
  const first = read(`${root}/proc/1/comm`).trim();
  const declared = env["container"] ?? "";
  const variables = read(`${root}/proc/1/environ`).split("\0");
  const group = groups.exec(read(`${root}/proc/1/cgroup`) + read(`${root}/proc/self/cgroup`))?.[0];
  return [
    ...["/.dockerenv", "/run/.containerenv"].filter((file) => existsSync(root + file)).map((file) => `there is ${file}`),
    ...(declared !== "" || variables.some((variable) => variable.startsWith("container=")) ? ["the variable `container` is set"] : []),
    ...(group === undefined ? [] : [`the control group is one of ${group}`]),
    ...(first === "" || init.test(first) ? [] : [`the first process is ${first}, which is no system's init`]),
  ];
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
