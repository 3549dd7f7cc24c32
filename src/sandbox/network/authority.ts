/** A certificate authority of one thread: what the box trusts so that the proxy can see what is asked of listed hosts. */
import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign, X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import type Forge from "node-forge";
import { isAddress } from "../../lib/host.ts";

export interface Authority {
  /** Its certificate, in PEM. */
  certificate: string;
  /** What a server of this host shows. Made once per host; the last 500 are kept. */
  contextFor(host: string): SecureContext;
}

const dayMs = 86_400_000;
const maxContexts = 500;
const ecdsaWithSha256 = "1.2.840.10045.4.3.2";

/** Keys never leave the process; the authority is worth nothing outside the box that trusts it. */
export async function createAuthority(): Promise<Authority> {
  // A third of a megabyte of source: only when somebody needs certificates.
  const { default: forge } = await import("node-forge");
  const build = certificateBuilder(forge);
  const authorityKeys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const serverKeys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const keyIdentifier = hash("sha256", authorityKeys.publicKey.export({ type: "spki", format: "der" }), "binary").slice(0, 20);
  const octets = (value: string) => forge.asn1.create(forge.asn1.Class.UNIVERSAL, forge.asn1.Type.OCTETSTRING, false, value);
  const name = `Fettle box ${randomBytes(4).toString("hex")}`;
  const certificate = build({
    subject: name,
    issuer: name,
    publicKey: authorityKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
      { name: "subjectKeyIdentifier", value: octets(keyIdentifier) },
    ],
  });
  const serverKey = serverKeys.privateKey.export({ type: "pkcs8", format: "pem" });
  const contexts = new Map<string, SecureContext>();

  return {
    certificate,
    contextFor(host) {
      const known = contexts.get(host);
      if (known !== undefined) return known;
      const cert = build({
        subject: "Fettle box",
        issuer: name,
        publicKey: serverKeys.publicKey,
        signingKey: authorityKeys.privateKey,
        extensions: [
          { name: "basicConstraints", cA: false },
          { name: "keyUsage", digitalSignature: true, critical: true },
          { name: "extKeyUsage", serverAuth: true },
          { name: "subjectAltName", altNames: [isAddress(host) ? { type: 7, ip: host } : { type: 2, value: host }] },
          // Python's strict verification asks for it.
          { name: "authorityKeyIdentifier", keyIdentifier },
        ],
      });
      // With an authority named, the hundred that Node brings are not read.
      const context = createSecureContext({ key: serverKey, cert: cert + certificate, ca: certificate });
      const [oldest] = contexts.keys();
      if (contexts.size >= maxContexts && oldest !== undefined) contexts.delete(oldest);
      contexts.set(host, context);
      return context;
    },
  };
}

interface CertificateFacts {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  signingKey: KeyObject;
  extensions: readonly Readonly<Record<string, unknown>>[];
}

/** node-forge knows the parts of a certificate but only RSA keys; keys and signatures are Node's. */
function certificateBuilder({ asn1, pki, util }: typeof Forge) {
  const { Class, Type } = asn1;
  const sequence = (...items: Forge.asn1.Asn1[]) => asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, items);
  const tagged = (tag: number, ...items: Forge.asn1.Asn1[]) => asn1.create(Class.CONTEXT_SPECIFIC, tag, true, items); // oxlint-disable-line typescript/no-unsafe-enum-assignment -- its tags are not of the enum
  const bytes = (type: Forge.asn1.Type, value: string) => asn1.create(Class.UNIVERSAL, type, false, value);
  const time = (at: number) => bytes(Type.UTCTIME, asn1.dateToUtcTime(new Date(at)));
  const algorithm = () => sequence(bytes(Type.OID, asn1.oidToDer(ecdsaWithSha256).getBytes()));
  const named = (value: string) =>
    sequence(
      asn1.create(Class.UNIVERSAL, Type.SET, true, [
        sequence(bytes(Type.OID, asn1.oidToDer("2.5.4.3").getBytes()), bytes(Type.UTF8, util.encodeUtf8(value))),
      ]),
    );

  return ({ subject, issuer, publicKey, signingKey, extensions }: CertificateFacts): string => {
    const parts = pki.createCertificate();
    parts.setExtensions(extensions.map((extension) => ({ ...extension })));
    // A first byte of 01 keeps the number positive and shortest.
    const serial = Buffer.concat([Buffer.from([1]), randomBytes(15)]).toString("latin1");
    const body = sequence(
      tagged(0, bytes(Type.INTEGER, "\u0002")),
      bytes(Type.INTEGER, serial),
      algorithm(),
      named(issuer),
      sequence(time(Date.now() - dayMs), time(Date.now() + 90 * dayMs)),
      named(subject),
      asn1.fromDer(publicKey.export({ type: "spki", format: "der" }).toString("latin1")),
      (pki as typeof pki & { certificateExtensionsToAsn1(extensions: unknown): Forge.asn1.Asn1 }).certificateExtensionsToAsn1(
        parts.extensions,
      ),
    );
    const signed = Buffer.from(asn1.toDer(body).getBytes(), "latin1");
    const signature = sign("sha256", signed, signingKey).toString("latin1");
    const der = asn1.toDer(sequence(body, algorithm(), bytes(Type.BITSTRING, `\u0000${signature}`))).getBytes();
    return new X509Certificate(Buffer.from(der, "latin1")).toString();
  };
}
