/** What `preset:NAME` in `network.allow` stands for: the hosts that a package manager reads from. */

export interface Preset {
  /** `host` or `host:port`. Reading is allowed there, by GET and HEAD, and fetching by git. */
  hosts: readonly string[];
  /** Paths that are posted to for reading. */
  posts?: readonly RegExp[];
  /** Its programs trust no certificate authority but their own: connections are passed on unread. */
  tunnel?: boolean;
}

export const presets: Readonly<Record<string, Preset>> = {
  npm: {
    hosts: ["registry.npmjs.org", "registry.yarnpkg.com"],
    // What `npm audit` and the audit of `npm install` ask.
    posts: [/^\/-\/npm\/v1\/security\/(advisories\/bulk|audits(\/quick)?)$/],
  },
  pypi: { hosts: ["pypi.org", "files.pythonhosted.org"] },
  crates: { hosts: ["index.crates.io", "static.crates.io", "crates.io"] },
  go: { hosts: ["proxy.golang.org", "sum.golang.org"] },
  github: {
    hosts: [
      "github.com",
      "api.github.com",
      "codeload.github.com",
      "raw.githubusercontent.com",
      "objects.githubusercontent.com",
      "release-assets.githubusercontent.com",
    ],
  },
  debian: { hosts: ["deb.debian.org", "security.debian.org"] },
  ubuntu: { hosts: ["archive.ubuntu.com", "security.ubuntu.com", "ports.ubuntu.com"] },
  alpine: { hosts: ["dl-cdn.alpinelinux.org"] },
  maven: {
    hosts: ["repo.maven.apache.org", "repo1.maven.org", "plugins.gradle.org", "services.gradle.org", "downloads.gradle.org"],
    tunnel: true,
  },
  rubygems: { hosts: ["rubygems.org", "index.rubygems.org"] },
  nuget: { hosts: ["api.nuget.org"] },
  packagist: { hosts: ["repo.packagist.org", "packagist.org"] },
  node: { hosts: ["nodejs.org"] },
};
