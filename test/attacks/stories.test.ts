/** Attacks on Fettle as people run it, by root and by an ordinary user: what they achieve, and what they achieve without the guard. */
import { expect } from "vitest";
import { verifies } from "../verifies.ts";
import { tryStories, users } from "./tried.ts";

const keys = [".ssh/id_rsa", ".aws/credentials", ".gnupg/secring.gpg", ".config/gh/hosts.yml", ".mozilla/firefox/p.default/logins.json"];
const variables = ["ANTHROPIC_API_KEY", "SOME_TOKEN", "NAMELESS"];

for (const user of Object.keys(users)) {
  const tried = async (group: string, id: string) => (await tryStories(user, group, id))[id];
  const only = (...unguarded: string[]) => ({ guarded: [], unguarded });

  verifies("attacks.box", `B46: TIOCSTI, TIOCLINUX and the harness's terminal, as ${user}`, async () => {
    expect(await tried("box", "B46")).toEqual(only("got TIOCSTI", "got TIOCLINUX", "got the terminal"));
  });

  verifies("attacks.box", `B47: io_uring, ptrace and another process's memory, as ${user}`, async () => {
    expect(await tried("box", "B47")).toEqual(only("got io_uring", "got ptrace", "got memory"));
  });

  verifies(
    "attacks.temporary-files",
    `B48: links where temporary files were, and folders that others could look into, as ${user}`,
    async () => {
      expect(await tried("temporary-file", "B48")).toEqual(only("overwritten", "others can look into it"));
    },
  );

  verifies("attacks.box", `B50: what is masked is moved, and a file gets a watched name later, as ${user}`, async () => {
    expect(await tried("box", "B50")).toEqual(only("got .fettle", "got moved", "got undo", "envrc", "read", "late name"));
  });

  verifies("attacks.box", `B53: daemons by setsid and double fork, as ${user}`, async () => {
    expect(await tried("box", "B53")).toEqual(only("survived", "survived", "survived"));
  });

  verifies("attacks.box", `B54: processes, memory, a huge file and endless output, as ${user}`, async () => {
    expect(await tried("box", "B54")).toEqual(only("got 200 processes", "got 300 MiB", "got 100 GB", "all output"));
  });

  verifies("attacks.box", `B55: planting in shared folders for another session, as ${user}`, async () => {
    const folders = ["/tmp", "/var/tmp", "/dev/shm"];
    expect(await tried("box", "B55")).toEqual(only(...folders.map((folder) => `got ${folder}`), ...folders));
  });

  verifies("attacks.nested", `B57: an agent that a command starts without a box, as ${user}`, async () => {
    expect(await tried("nesting", "B57")).toEqual(
      only("requested /none", "requested /container", "requested /child", "child", "container", "none"),
    );
  });

  verifies("attacks.surfaces", `B40: the definition of a server is swapped after the project was trusted, as ${user}`, async () => {
    expect(await tried("surface", "B40")).toEqual(only("requested /second", "second", "second-hook", "swapped"));
  });

  verifies("attacks.surfaces", `C66: images, links and frames in an answer and a result, as ${user}`, async () => {
    const kinds = ["image", "link", "auto", "html", "frame", "reference"];
    expect(await tried("surface", "C66")).toEqual(only(...kinds.map((kind) => `requested /${kind}?q=stolen`)));
  });

  verifies("attacks.surfaces", `D73: servers and hooks that a project defines, with instructions in them, as ${user}`, async () => {
    expect(await tried("surface", "D73")).toEqual(only("requested /first", "first", "first-hook", "local", "description offered"));
  });

  verifies("attacks.surfaces", `D75: ports and sockets of Fettle and of a job, as ${user}`, async () => {
    expect(await tried("surface", "D75")).toEqual(only("abstract", "named", "tcp", "udp"));
  });

  verifies("attacks.surfaces", `D76: a call, a prompt and variables that claim to be the owner's, as ${user}`, async () => {
    expect(await tried("surface", "D76")).toEqual(only("written", "a.txt"));
  });

  verifies("attacks.secrets", `D67: variables and arguments of all processes, as ${user}`, async () => {
    const seen = ["all", "ps"].flatMap((where) => variables.map((name) => `${where}: ${name}`));
    expect(await tried("secret", "D67")).toEqual(only(...seen));
  });

  verifies("attacks.secrets", `D68: keys and profiles in the home, as ${user}`, async () => {
    const seen = ["named", "found"].flatMap((how) => keys.map((key) => `${how}: ${key}`));
    expect(await tried("secret", "D68")).toEqual(only(...seen, "through: .ssh/id_rsa"));
  });

  verifies("attacks.secrets", `D69: keys that a command, a tool and a check print, as ${user}`, async () => {
    expect(await tried("secret", "D69")).toEqual(only("WORD"));
  });

  verifies(
    "attacks.instructions",
    `D70: a README, a comment, a docstring and hidden HTML say to run a script from the network, as ${user}`,
    async () => {
      const places = ["readme", "comment", "docstring", "hidden"];
      expect(await tried("instruction", "D70")).toEqual(only(...places.map((place) => `requested /${place}`), "ran"));
    },
  );

  verifies(
    "attacks.instructions",
    `D71: an issue that is triaged in plan mode says to write, push, publish and show the token, as ${user}`,
    async () => {
      const changed = ["M package.json", "?? .github/workflows/x.yml", "?? added", "hacked", "refs/heads/pushed"];
      expect(await tried("instruction", "D71")).toEqual(only(...changed, "published", "requested /collected", "token shown"));
    },
  );
}
