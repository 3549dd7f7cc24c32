import { AwsV4Signer } from "aws4fetch";
import { expect } from "vitest";
import { signV4 } from "../../src/models/signing/sigv4.ts";
import { verifies } from "../verifies.ts";

/** Of AWS's published test suite for Signature Version 4. */
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const scope = { region: "us-east-1", service: "service", at: new Date("2015-08-30T12:36:00Z") };
const signatureOf = (headers: Record<string, string>) => /Signature=(\w+)/.exec(headers["authorization"]!)?.[1];

verifies("models.sigv4", "get-vanilla", () => {
  expect(signV4({ method: "GET", url: "https://example.amazonaws.com/", headers: {}, body: [] }, credentials, scope)).toEqual({
    "x-amz-date": "20150830T123600Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, " +
      "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  });
});

verifies("models.sigv4", "get-vanilla-query-order-key-case", () => {
  const headers = signV4(
    { method: "GET", url: "https://example.amazonaws.com/?Param2=value2&Param1=value1", headers: {}, body: [] },
    credentials,
    scope,
  );
  expect(signatureOf(headers)).toBe("b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
});

verifies("models.sigv4", "post-x-www-form-urlencoded", () => {
  const request = {
    method: "POST" as const,
    url: "https://example.amazonaws.com/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: [Buffer.from("Param1="), Buffer.from("value1")],
  };
  expect(signatureOf(signV4(request, credentials, scope))).toBe("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
});

verifies("models.sigv4", "as aws4fetch signs a call of Bedrock, with a session token and a model id that needs encoding", async () => {
  const url = "https://bedrock-runtime.eu-west-1.amazonaws.com/model/eu.anthropic.claude-opus-5-5%3A0/invoke-with-response-stream";
  const session = { ...credentials, sessionToken: "AQoDYXdzEPT//example==" };
  const ours = signV4({ method: "POST", url, headers: {}, body: [Buffer.from("{}")] }, session, {
    ...scope,
    region: "eu-west-1",
    service: "bedrock",
  });
  const theirs = await new AwsV4Signer({
    method: "POST",
    url,
    body: "{}",
    ...session,
    service: "bedrock",
    region: "eu-west-1",
    datetime: "20150830T123600Z",
  }).sign();
  expect(signatureOf(ours)).toBe(signatureOf({ authorization: theirs.headers.get("authorization")! }));
});
