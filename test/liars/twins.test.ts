import { afterAll } from "vitest";
import { verifies } from "../verifies.ts";
import { Audience } from "./audience.ts";
import { twins } from "./twins.ts";

const audience = new Audience();
afterAll(() => audience.report());

for (const session of audience.canSee(twins))
  verifies("liars.honest", `${session.id}: ${session.honest}`, () => audience.believes(session));
