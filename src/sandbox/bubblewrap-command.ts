import { dirname, join, relative } from "node:path";
import type { Layer, View } from "../contract/backend.ts";
import { isInside } from "../lib/path.ts";
import type { Identity } from "./identity.ts";
import type { KeptPlace } from "./kept-places.ts";
import type { Mount } from "./mounts.ts";
import type { Power } from "./power.ts";

/** Absolute paths. */
export interface BoxPrograms {
  bash: string;
  sh: string;
  bwrap: string;
  mount: string;
  nsenter: string;
  unshare: string;
  setpriv: string;
}

export interface BoxPlan {
  programs: BoxPrograms;
  power: Power;
  /** Who commands run as, when not as the harness. */
  identity: Identity | undefined;
  mounts: readonly Mount[];
  roots: readonly string[];
  stores: readonly string[];
  /** Folders in the roots that commands must not see, the stores among them. */
  covered: readonly string[];
  home: string;
  /** Content of the file at `gitConfigPath`. */
  gitConfig: string;
  /** A folder of the harness that commands see, read-only, at `certificatesPath`. */
  certificates: string | undefined;
  /** Bytes that each private folder may hold. */
  tmpfsBytes: number;
}

/**
 * Where the holder has the roots and stores, under names that need no quoting in mount options. A mount of its own, so that no command can
 * rename it, and covered in every command.
 */
const kernel = "/run/fettle";
const gitFolder = "/run/git";
export const certificatesPath = "/run/certificates";
/** As the box sees it; writable, as a home's is. */
export const gitConfigPath = `${gitFolder}/config`;

/** Mounts that come later on the host stay out: they would come writable. */
const holderScript = `
"$1" --make-rprivate / || exit
config=$2 owner=$3
shift 3
printf %s "$config" > ${gitConfigPath} || exit
if [ "$owner" != : ]; then chown -R "$owner" ${gitFolder} && chown "$owner" "$@" || exit; fi
echo "ready $$"
read -r _
`;

/** Starts the process that commands join. It has capabilities, so no code of anybody else may ever run in it. */
export function holderCommand({
  programs,
  power,
  identity,
  mounts,
  roots,
  stores,
  home,
  gitConfig,
  certificates,
  tmpfsBytes,
}: BoxPlan): string[] {
  const [isRoot, owner] = [power === "root", identity];
  return [
    programs.bwrap,
    ...(isRoot ? [] : words("--unshare-user --uid 0 --gid 0")),
    ...words("--unshare-net --unshare-ipc --unshare-uts --die-with-parent --cap-add ALL"),
    ...words("--ro-bind / / --dev /dev --bind /proc /proc"),
    ...mounts.flatMap((mount) => mountArguments(mount, tmpfsBytes)),
    ...words(`--perms 0755 --size 1048576 --tmpfs ${kernel}`),
    ...roots.flatMap((root, index) => ["--bind", root, `${kernel}/root${index}`]),
    ...stores.flatMap((store, index) => ["--bind", store, `${kernel}/store${index}`]),
    ...(certificates === undefined ? [] : ["--ro-bind", certificates, certificatesPath]),
    ...words(`--perms 0755 --dir ${gitFolder} --chdir / --`),
    programs.sh,
    "-c",
    holderScript,
    "sh",
    programs.mount,
    gitConfig,
    // Somebody who is root here is the user outside.
    isRoot && owner !== undefined ? `${owner.uid}:${owner.gid}` : ":",
    ...mounts.filter(({ at, show }) => show === "empty" && isInside(at, home)).map(({ at }) => at),
  ];
}

function mountArguments({ at, show }: Mount, bytes: number): string[] {
  if (show === "nothing") return ["--ro-bind", "/dev/null", at];
  if (show === "read-only") return ["--ro-bind", at, at];
  const perms = at === "/tmp" || at === "/var/tmp" ? "1777" : "0755";
  return ["--perms", perms, "--size", String(bytes), "--tmpfs", at];
}

/** Mounts one overlay for each pair of options and folder, and becomes the rest. */
const overlayScript = `
mount=$1
shift
while [ "$1" != -- ]; do
  "$mount" -n -c -i -t overlay -o "$1" fettle "$2" || exit
  shift 2
done
shift
exec "$@"
`;

/** The namespaces of the holder, in the order in which commands join them; the user namespace first, which owns the others. */
export function namespacesOf(power: Power): readonly string[] {
  return power === "root" ? ["net", "ipc", "uts", "mnt"] : ["user", "net", "ipc", "uts", "mnt"];
}

const joins: Readonly<Record<string, string>> = { user: "--user", net: "--net", ipc: "--ipc", uts: "--uts", mnt: "--mount" };

export interface ChainParts {
  view: View;
  /** In the roots. */
  kept: readonly KeptPlace[];
  /** The arguments that start the reporter in the box. */
  reporter: readonly string[];
  /** The program gets the holder's namespaces as descriptors from this one on. */
  namespacesFrom: number;
}

/** One chain of programs that become each other, up to the reporter's parent. */
export function commandChain(plan: BoxPlan, { view, kept, reporter, namespacesFrom }: ChainParts): string[] {
  const { programs, power, identity } = plan;
  const isRoot = power === "root";
  const { uid, gid } = identity ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const layers = view.kind === "layers" ? view.layers : [];
  const overlays = layers.flatMap((layer) => [overlayOptions(layer, plan), layer.root]);
  return [
    programs.nsenter,
    ...namespacesOf(power).map((name, index) => `${joins[name]}=/proc/self/fd/${namespacesFrom + index}`),
    ...(isRoot ? [] : ["--preserve-credentials"]),
    "--",
    ...(overlays.length === 0
      ? []
      : [
          programs.unshare,
          ...words("-m --propagation unchanged --"),
          programs.sh,
          "-c",
          overlayScript,
          "sh",
          programs.mount,
          ...overlays,
          "--",
        ]),
    ...(isRoot && identity !== undefined ? [programs.setpriv, ...words(`--reuid ${uid} --regid ${gid} --clear-groups --`)] : []),
    programs.bwrap,
    ...words("--dev-bind / / --proc /proc --remount-ro /proc"),
    ...viewArguments(plan, { view, kept }),
    ...words(
      `--perms 0555 --size 4096 --tmpfs ${kernel} --unshare-user --disable-userns --uid ${uid} --gid ${gid} --unshare-pid --as-pid-1 --cap-drop ALL`,
    ),
    ...words("--die-with-parent --new-session --seccomp 6 --json-status-fd 3 --chdir / --"),
    ...reporter,
  ];
}

/** Metacopy, which distributions may switch on, would leave files without content in the layer. */
function overlayOptions({ root, upper, work }: Layer, { power, roots, stores }: BoxPlan): string {
  const lower = `${kernel}/root${roots.indexOf(root)}`;
  const [upperdir, workdir] = [upper, work].map((folder) => alias(folder, stores));
  const kind = power === "root" ? "redirect_dir=on,metacopy=off,index=off" : "userxattr";
  return `nosuid,nodev,${kind},lowerdir=${lower},upperdir=${upperdir},workdir=${workdir}`;
}

function alias(folder: string, stores: readonly string[]): string {
  const index = stores.findIndex((store) => isInside(folder, store));
  const path = join(`${kernel}/store${index}`, relative(stores[index] ?? "/", folder));
  if (index === -1 || !/^[\w./-]+$/.test(path)) throw new Error(`${folder} is no place for a layer of this box.`);
  return path;
}

function viewArguments({ roots, covered }: BoxPlan, { view: { kind }, kept }: Pick<ChainParts, "view" | "kept">): string[] {
  const source = (path: string): string => {
    const index = roots.findIndex((root) => isInside(path, root));
    return kind === "direct" ? join(`${kernel}/root${index}`, relative(roots[index] ?? "/", path)) : path;
  };
  const hidden = byDepth([...covered.map((path) => ({ path, folder: true })), ...kept], ({ path }) => path);
  const around = byDepth([...new Set(hidden.flatMap(({ path }) => foldersAround(path, roots)))], String);
  return [
    ...(kind === "direct" ? roots.flatMap((root) => ["--bind", source(root), root]) : []),
    ...around.flatMap((folder) => ["--bind", source(folder), folder]),
    ...hidden.flatMap(({ path, folder }) =>
      folder ? [...words("--perms 0555 --size 4096 --tmpfs"), path] : ["--ro-bind", "/dev/null", path],
    ),
    // When all have found their place, some of them in others.
    ...hidden.flatMap(({ path, folder }) => (folder ? ["--remount-ro", path] : [])),
  ];
}

/** These become mounts too: whoever renamed one of them would take what is hidden in it along, to a name that is not. */
function foldersAround(path: string, roots: readonly string[]): string[] {
  const root = roots.find((root) => isInside(path, root)) ?? "/";
  const folders: string[] = [];
  for (let parent = dirname(path); isInside(parent, root) && parent !== root; parent = dirname(parent)) folders.push(parent);
  return folders;
}

function byDepth<T>(items: readonly T[], path: (item: T) => string): T[] {
  return items.toSorted((a, b) => path(a).split("/").length - path(b).split("/").length);
}

function words(text: string): string[] {
  return text.split(" ");
}
