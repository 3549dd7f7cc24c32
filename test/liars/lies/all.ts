import type { Lie } from "../session.ts";
import { claims } from "./claims.ts";
import { runner } from "./runner.ts";
import { settings } from "./settings.ts";
import { sources } from "./sources.ts";
import { tests } from "./tests.ts";

export const lies: readonly Lie[] = [...claims, ...tests, ...settings, ...runner, ...sources];
