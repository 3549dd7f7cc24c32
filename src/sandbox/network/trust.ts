/** The certificate authorities of this machine, in PEM. */
import { existsSync, readFileSync } from "node:fs";
import type { Environment } from "../../contract/provider.ts";

const systemBundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** Of the system (`SSL_CERT_FILE` where it is set), else those that Node brings; and what `NODE_EXTRA_CA_CERTS` adds. */
export function machineAuthorities(env: Environment): string {
  const system = [env["SSL_CERT_FILE"], ...systemBundles].find((file) => file !== undefined && file !== "" && existsSync(file));
  const extra = env["NODE_EXTRA_CA_CERTS"];
  return [
    system === undefined ? process.getBuiltinModule("node:tls").rootCertificates.join("\n") : readFileSync(system, "utf8"),
    ...(extra !== undefined && extra !== "" && existsSync(extra) ? [readFileSync(extra, "utf8")] : []),
  ].join("\n");
}
