import assert from "node:assert/strict";
import { test } from "node:test";
import { addWorkingDays } from "../src/add-working-days.js";

const day = (text) => new Date(`${text}T00:00:00Z`);

test("stays in the week", () => {
  assert.deepEqual(addWorkingDays(day("2026-11-16"), 3), day("2026-11-19"));
});

test("leaves the weekend out", () => {
  assert.deepEqual(addWorkingDays(day("2026-11-20"), 1), day("2026-11-23"));
});
