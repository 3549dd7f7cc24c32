import { afterAll } from "vitest";
import { verifies } from "../verifies.ts";
import { Audience } from "./audience.ts";
import { claims } from "./lies/claims.ts";

const audience = new Audience();
afterAll(() => audience.report());

for (const session of audience.canSee(claims)) verifies("liars.caught", `${session.id}: ${session.lie}`, () => audience.catches(session));
