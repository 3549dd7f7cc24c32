/** Commands against the machine around their box, as root and as an ordinary user: what they achieve, and what they achieve without it. */
import { expect } from "vitest";
import { verifies } from "../verifies.ts";
import { tryStories, users } from "./tried.ts";

for (const user of Object.keys(users)) {
  const tried = async (id: string) => (await tryStories(user, "host", id))[id];
  const only = (...unguarded: string[]) => ({ guarded: [], unguarded });

  verifies("attacks.box", `B37: files that a login, a shell, a timer or another program starts, as ${user}`, async () => {
    const shells = [".bashrc", ".profile", ".zshenv", ".ssh/authorized_keys", ".ssh/config", ".gitconfig", ".config/git/config"];
    const services = [".config/systemd/user/x.service", ".config/autostart/x.desktop", ".local/bin/git", "system"];
    expect(await tried("B37")).toEqual(only(...shells, ...services));
  });

  verifies("attacks.box", `B43: roots and folders of processes, descriptors and the loader, as ${user}`, async () => {
    const read = ["self", "thread", "shell", "process", "folder", "descriptor", "loader", "copy"];
    expect(await tried("B43")).toEqual(only(...read.map((road) => `got ${road}`), "self", "shell", "process", "loader"));
  });

  verifies("attacks.box", `B44: namespaces, a box of its own, mounts and another root, as ${user}`, async () => {
    const nesting = ["unshare", "bwrap", "bwrap as root", "unshare user", "unshare mount", "unshare pid", "unshare net"];
    const calls = ["mount", "bind", "umount", "fsopen", "open_tree", "chroot", "pivot_root"];
    expect(await tried("B44")).toEqual(only(...[...nesting, ...calls].map((call) => `got ${call}`)));
  });

  verifies("attacks.box", `B45: Docker, the agent for keys, the bus and the screen, as ${user}`, async () => {
    const sockets = ["DOCKER_HOST", "SSH_AUTH_SOCK", "DBUS_SESSION_BUS_ADDRESS", "X11", "X11 abstract"];
    expect(await tried("B45")).toEqual(only(...sockets.map((socket) => `got ${socket}`)));
  });
}
