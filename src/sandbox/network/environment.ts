/** The variables by which programs in the box find the proxy and trust it. */

/** `address` is `127.0.0.1:3128`; `bundle` the file of all certificates as the box sees it, `own` that of the box's authority alone. */
export function networkEnvironment(address: string, { bundle, own }: { bundle: string; own: string }): Record<string, string> {
  const url = `http://${address}`;
  const [host = "", port = ""] = address.split(":");
  const java = ["http", "https"].map((scheme) => `-D${scheme}.proxyHost=${host} -D${scheme}.proxyPort=${port}`).join(" ");
  return {
    ...inBothCases({ HTTP_PROXY: url, HTTPS_PROXY: url, ALL_PROXY: url, NO_PROXY: "localhost,127.0.0.1,::1" }),
    // Node's own http and fetch.
    NODE_USE_ENV_PROXY: "1",
    NODE_EXTRA_CA_CERTS: own,
    npm_config_proxy: url,
    npm_config_https_proxy: url,
    npm_config_cafile: bundle,
    YARN_HTTP_PROXY: url,
    YARN_HTTPS_PROXY: url,
    SSL_CERT_FILE: bundle,
    CURL_CA_BUNDLE: bundle,
    GIT_SSL_CAINFO: bundle,
    REQUESTS_CA_BUNDLE: bundle,
    PIP_CERT: bundle,
    CARGO_HTTP_PROXY: url,
    CARGO_HTTP_CAINFO: bundle,
    BUNDLE_SSL_CA_CERT: bundle,
    DENO_CERT: own,
    AWS_CA_BUNDLE: bundle,
    // Java reads no variable of its own without saying so on its standard error.
    MAVEN_OPTS: java,
    GRADLE_OPTS: java,
  };
}

function inBothCases(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => [
      [name, value],
      [name.toLowerCase(), value],
    ]),
  );
}
