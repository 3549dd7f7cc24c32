/**
 * Secrets that are known by what they look like or by what stands before them. The formats are the vendors' own where they publish them,
 * otherwise those of the rules of gitleaks (https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml, MIT).
 *
 * Every pattern is linear in its input: it begins at a word's beginning or at a fixed text, and nothing in it can match in two ways.
 * None matches more than `MAX_MATCH_CHARS`, so that a stream need not hold back more than that.
 */
import { canBeSecret, looksGenerated, looksSecret } from "./secret-names.ts";

export const MAX_MATCH_CHARS = 16_384;

export interface Shape {
  /** What a mark calls it. */
  kind: string;
  /** Texts, in lower case, one of which stands in everything that matches; a text without any is not searched. */
  anchors: readonly string[];
  /** With the flag `g`. A first group is kept, the rest of the match is the secret; a group `name` goes to `accepts`. */
  pattern: RegExp;
  /** Judges what the pattern found; default: all of it. */
  accepts?(secret: string, name: string): boolean;
  /** Where the format is described. */
  source: string;
  /** In two halves, so that this file holds nothing that another scanner would take for a secret. */
  example: readonly [string, string];
}

const gitleaks = "https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml";

/** A token that begins with a text of its own and ends where a word ends. */
function token(kind: string, prefixes: readonly string[], body: string, facts: Pick<Shape, "source" | "example" | "accepts">): Shape {
  const starts = prefixes.map((prefix) => prefix.replaceAll(".", "\\.")).join("|");
  return {
    kind,
    anchors: prefixes.map((prefix) => prefix.toLowerCase()),
    pattern: new RegExp(`(?<![\\w-])(?:${starts})${body}(?![\\w])`, "g"),
    ...facts,
  };
}

const hasDigit = (secret: string): boolean => /\d/.test(secret);
const notDocumented = (secret: string): boolean => !/EXAMPLE(?:KEY)?$/.test(secret);

export const shapes: readonly Shape[] = [
  token("aws-access-key", ["AKIA", "ASIA", "ABIA", "ACCA"], "[A-Z2-7]{16}", {
    accepts: notDocumented,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids",
    example: ["AKIA", "QYLPMN5HHHFPZAM2"],
  }),
  {
    kind: "aws-secret-key",
    anchors: ["secret", "session"],
    pattern:
      /((?:aws_?)?(?:secret_?(?:access_?)?key|session_?token)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?)[A-Za-z0-9/+]{40,4000}={0,2}(?![A-Za-z0-9/+=])/gi,
    accepts: notDocumented,
    source: "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html",
    example: ["aws_secret_access_key = ", "kT9vXq2LmN4pRs6TuV8wYz0AbC1dEf3GhJ5kLm7N"],
  },
  token("github-token", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], "[A-Za-z0-9]{36,255}", {
    source: "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/",
    example: ["ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"],
  }),
  token("github-token", ["github_pat_"], "\\w{60,255}", {
    source: "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
    example: ["github_pat_", "11ABCDEFG0a1b2C3d4E5f6_G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v2W3x4Y5z6A7b8C9d0E1f2G3h4I5"],
  }),
  token(
    "gitlab-token",
    ["glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-", "gloas-", "glimt-", "glagent-"],
    "[\\w.-]{20,300}",
    { source: "https://docs.gitlab.com/security/tokens/#token-prefixes", example: ["glpat-", "aB3dE5fG7hJ9kL1mN3pQ"] },
  ),
  token("slack-token", ["xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"], "[\\w%-]{20,500}", {
    accepts: hasDigit,
    source: "https://docs.slack.dev/authentication/tokens",
    example: ["xoxb-", "263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1"],
  }),
  {
    kind: "slack-webhook",
    anchors: ["hooks.slack.com/"],
    pattern: /(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/+]{20,200}/g,
    source: "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
    example: ["https://hooks.slack.com/services/", "T00X00X00/B00X00X00/a1B2c3D4e5F6g7H8i9J0k1L2"],
  },
  token("npm-token", ["npm_"], "[A-Za-z0-9]{36}", {
    accepts: hasDigit,
    source: "https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/",
    example: ["npm_", "aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2"],
  }),
  {
    kind: "npm-token",
    anchors: ["_authtoken", "_password", "_auth"],
    pattern: /((?::|^)_(?:authToken|password|auth)[ \t]{0,4}=[ \t]{0,4}["']?)[^\s"'$]{8,2000}/gm,
    accepts: canBeSecret,
    source: "https://docs.npmjs.com/cli/v11/configuring-npm/npmrc#auth-related-configuration",
    example: ["//npm.example.com/:_authToken=", "3f1c9a52-7d84-4be0-9a6e-2f7b6c1d8e90"],
  },
  token("pypi-token", ["pypi-AgE"], "[\\w-]{50,1000}", {
    source: "https://docs.pypi.org/api/secrets/",
    example: ["pypi-AgE", "IcHlwaS5vcmcCJDNmMWM5YTUyLTdkODQtNGJlMC05YTZlLTJmN2I2YzFkOGU5MAACKlsz"],
  }),
  token("google-key", ["AIza"], "[\\w-]{35}", {
    source: "https://docs.cloud.google.com/docs/authentication/api-keys",
    example: ["AIza", "SyD4f8Kq2LmN6pRs0TuV3wXy5ZaBcDe7FgH"],
  }),
  token("google-token", ["ya29."], "[\\w.-]{20,2000}", { source: gitleaks, example: ["ya29.", "a0AfB2byC4d6E8f0G1h3I5j7K9l"] }),
  token("google-secret", ["GOCSPX-"], "[\\w-]{28}", { source: gitleaks, example: ["GOCSPX-", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4"] }),
  token("anthropic-key", ["sk-ant-"], "[\\w-]{20,300}", {
    source: "https://platform.claude.com/docs/en/api/overview",
    example: ["sk-ant-", "api03-aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2yZ3aB4cD5eF6"],
  }),
  token("openai-key", ["sk-"], "(?!ant-)(?:[a-z0-9]{1,12}-){0,3}\\w[\\w-]{19,300}", {
    accepts: (secret) => /\d/.test(secret) && /[A-Za-z0-9_]{20}/.test(secret),
    source: "https://developers.openai.com/api/reference/overview",
    example: ["sk-", "proj-a1B2c3D4e5F6g7H8i9J0T3BlbkFJk1L2m3N4o5P6q7R8s9T0"],
  }),
  token("stripe-key", ["sk_live_", "rk_live_", "sk_test_", "rk_test_", "whsec_"], "[A-Za-z0-9+/=]{16,300}", {
    source: "https://docs.stripe.com/keys",
    example: ["sk_live_", "4eC39HqLyjWDarjtT1zdp7dc"],
  }),
  token("huggingface-token", ["hf_"], "[A-Za-z0-9]{30,60}", {
    source: "https://huggingface.co/docs/hub/security-tokens",
    example: ["hf_", "aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH"],
  }),
  token("vendor-token", ["gsk_", "xai-", "pplx-", "r8_", "fw_", "tgp_v1_"], "[A-Za-z0-9_]{37,200}", {
    accepts: hasDigit,
    source: gitleaks,
    example: ["gsk_", "aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2yZ3aB4cD5eF6gH7i"],
  }),
  token("sendgrid-key", ["SG."], "[\\w-]{16,32}\\.[\\w-]{32,64}", {
    source: gitleaks,
    example: ["SG.", "aB1cD2eF3gH4iJ5kL6mN7o.P8qR9sT0uV1wX2yZ3aB4cD5eF6gH7iJ8kL9mN0oP1qR2"],
  }),
  token("digitalocean-token", ["dop_v1_", "doo_v1_", "dor_v1_"], "[a-f0-9]{64}", {
    source: gitleaks,
    example: ["dop_v1_", "3f1c9a527d844be09a6e2f7b6c1d8e903f1c9a527d844be09a6e2f7b6c1d8e90"],
  }),
  token("shopify-token", ["shpat_", "shpca_", "shppa_", "shpss_"], "[a-fA-F0-9]{32}", {
    source: gitleaks,
    example: ["shpat_", "3f1c9a527d844be09a6e2f7b6c1d8e90"],
  }),
  token("vault-token", ["hvs.", "hvb."], "[\\w-]{24,300}", { source: gitleaks, example: ["hvs.", "CAESIJ1b2C3d4E5f6G7h8I9j0K1l2M3n"] }),
  token(
    "vendor-token",
    ["lin_api_", "sntrys_", "glsa_", "dapi", "dckr_pat_", "figd_", "pscale_tkn_", "PMAK-", "NRAK-", "rubygems_"],
    "[A-Za-z0-9_+/=-]{26,300}",
    {
      accepts: (secret) => /\d/.test(secret) && /[A-Za-z0-9]{20}/.test(secret),
      source: gitleaks,
      example: ["lin_api_", "aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2yZ3a"],
    },
  ),
  {
    kind: "telegram-token",
    anchors: [":aa"],
    pattern: /((?<![\w-])\d{8,10}:)AA[\w-]{33}(?![\w-])/g,
    source: "https://core.telegram.org/bots/api#authorizing-your-bot",
    example: ["110201543:", "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw4"],
  },
  token("age-key", ["AGE-SECRET-KEY-1"], "[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}", {
    source: "https://github.com/C2SP/C2SP/blob/main/age.md",
    example: ["AGE-SECRET-KEY-1", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE"],
  }),
  {
    kind: "jwt",
    anchors: ["eyj"],
    pattern: /(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,12000}\.[\w-]{10,2000}/g,
    source: "https://www.rfc-editor.org/rfc/rfc7519",
    example: ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.", "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"],
  },
  {
    kind: "authorization",
    anchors: ["authorization"],
    pattern:
      /((?<![A-Za-z])(?:proxy-)?authorization\\?["']?[ \t]{0,4}[:=][ \t]{0,4}\\?["']?(?:bearer|basic|token|apikey|bot)[ \t]{1,4})[\w.~+/=:-]{8,8000}/gi,
    accepts: canBeSecret,
    source: "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
    example: ["Authorization: Bearer ", "mF_9.B5f-4.1JqM"],
  },
  {
    kind: "api-key",
    anchors: ["api-key", "api_key", "apikey", "auth-token", "private-token", "goog-api"],
    pattern:
      /((?<![\w-])(?:x-)?(?:goog-)?(?:api-?key|auth-token|private-token|vault-token)\\?["']?[ \t]{0,4}:[ \t]{0,4}\\?["']?)[\w.~+/=-]{12,4000}/gi,
    accepts: looksGenerated,
    source: gitleaks,
    example: ["X-Api-Key: ", "3f1c9a527d844be09a6e2f7b6c1d8e90"],
  },
  {
    kind: "url-password",
    anchors: ["://"],
    pattern: /((?<=[A-Za-z0-9+.-]):\/\/[^\s:/@"'`<>]{0,200}:)[^\s/@"'`<>]{6,500}(?=@[\w[])/g,
    accepts: (secret) => canBeSecret(secret.padEnd(8, "0")),
    source: "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
    example: ["postgres://app:", "v9Xq2LmN4p@db.example.com:5432/app"],
  },
  {
    kind: "url-token",
    anchors: ["access_token=", "api_key=", "apikey=", "client_secret=", "password=", "signature=", "refresh_token=", "id_token=", "sig="],
    pattern: /([?&;](?:access_token|refresh_token|id_token|api_?key|client_secret|password|sig|X-Amz-Signature)=)[\w.~%+/-]{12,8000}/gi,
    accepts: looksGenerated,
    source: "https://www.rfc-editor.org/rfc/rfc6750#section-2.3",
    example: ["https://example.com/a?access_token=", "v9Xq2LmN4pRs6TuV"],
  },
  {
    kind: "connection-string",
    anchors: ["accountkey=", "sharedaccesskey=", "password=", "pwd="],
    pattern: /((?<=;[ \t]{0,4})(?:AccountKey|SharedAccessKey|Password|Pwd)=)[^\s;"'`]{8,500}/gi,
    accepts: canBeSecret,
    source: "https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string",
    example: ["Server=db.example.com;User Id=app;Password=", "v9Xq2LmN4p;"],
  },
  {
    kind: "netrc-password",
    anchors: ["password"],
    pattern: /((?<![\w-])login[ \t\n]{1,8}\S{1,200}[ \t\n]{1,8}password[ \t]{1,8})\S{3,500}/g,
    source: "https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html",
    example: ["machine example.com login me password ", "v9Xq2LmN4p"],
  },
  {
    kind: "variable",
    anchors: [
      "key=",
      "token=",
      "secret=",
      "password=",
      "passwd=",
      "passphrase=",
      "pass=",
      "pwd=",
      "credentials=",
      "credential=",
      "auth=",
      "dsn=",
      "base64=",
      "b64=",
      "value=",
      "json=",
    ],
    pattern: /((?<![A-Za-z0-9_$.-])(?<name>[A-Z][A-Z0-9_]{0,100})=["']?)[^\s"'`\\;&|<>()]{8,8000}/g,
    accepts: (secret, name) => looksSecret(name) && (/(?:^|_)(?:KEY|AUTH|DSN)$/.test(name) ? looksGenerated(secret) : canBeSecret(secret)),
    source: "https://www.gnu.org/software/libc/manual/html_node/Environment-Variables.html",
    example: ["DB_PASSWORD=", "correct-horse-battery"],
  },
  {
    kind: "field",
    anchors: ["secret", "password", "passwd", "token", "apikey", "api_key", "private_key", "auth"],
    pattern:
      /((?<![\w-])["']?(?:client_?secret|secret_?key|secret|password|passwd|access_?token|refresh_?token|auth_?token|id_?token|bot_?token|api_?key|_?auth)(?:["'][ \t]{0,4}:[ \t]{0,4}|:[ \t]{1,4})["']?)[^\s"'`\\;&|<>(){}[\],]{12,4000}/gi,
    accepts: looksGenerated,
    source: gitleaks,
    example: ['"client_secret": "', "v9Xq2LmN4pRs6TuV"],
  },
];
