import { fc } from "../properties.ts";
import { expect } from "vitest";
import { noUsage, type Entry, type ModelRequest } from "../../src/contract/model.ts";
import { createTokenEstimator } from "../../src/models/tokens.ts";
import { verifies } from "../verifies.ts";

const user = (characters: number): Entry => ({ type: "user", parts: [{ type: "text", text: "x".repeat(characters) }] });
const request = (...entries: Entry[]): ModelRequest => ({ model: "m", system: "s".repeat(1000), tools: [], entries, maxOutputTokens: 1 });

verifies("models.tokens", "the same request again is what the vendor counted, cached or not", () => {
  const estimator = createTokenEstimator();
  const first = request(user(8998));
  expect(estimator.estimate(first)).toBe(4167);
  estimator.learn(first, { ...noUsage, input: 500, cacheRead: 1500, cacheWrite: 500, output: 70 });
  expect(estimator.estimate(first)).toBe(2500);
});

verifies("models.tokens", "what is added is counted at the learned ratio, with caution; another model starts anew", () => {
  const estimator = createTokenEstimator();
  const [a, b] = [user(8998), user(4000)];
  estimator.learn(request(a), { ...noUsage, input: 2500 });
  expect(estimator.estimate(request(a, b))).toBe(2500 + 4000 / (4 * 0.8));
  expect(estimator.estimate({ ...request(a), model: "other" })).toBe(4167);
  expect(estimator.estimate(request(b))).toBe(Math.ceil(5002 / (4 * 0.8)));
});

verifies("models.tokens", "a vendor that counts nothing teaches nothing, and an image does not teach that text is cheap", () => {
  const estimator = createTokenEstimator();
  const image: Entry = { type: "user", parts: [{ type: "image", mediaType: "image/png", data: "A".repeat(1_000_000) }] };
  estimator.learn(request(image), noUsage);
  expect(estimator.estimate(request(image))).toBe(Math.ceil((1002 + 15_000) / (3 * 0.8)));
  estimator.learn(request(image), { ...noUsage, input: 600 });
  expect(estimator.estimate(request(image, user(4000)))).toBe(600 + 1000);
});

verifies("models.tokens", "a text of any even density is not guessed too low once its density is known", () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 5, noNaN: true }), fc.nat(50_000), fc.nat(50_000), (density, first, added) => {
      const estimator = createTokenEstimator();
      const tokens = (characters: number) => Math.ceil((characters + 1002) / density);
      const entries = [user(first), user(added)];
      estimator.learn(request(entries[0]!), { ...noUsage, input: tokens(first) });
      expect(estimator.estimate(request(...entries))).toBeGreaterThanOrEqual(tokens(first + added) - 1);
    }),
  );
});
