import type { Scenario } from "../scenario.ts";
import { help, version } from "./entry.ts";
import { start, startLarge } from "./start.ts";
import { growth, requests, turns, turnsSandboxed } from "./turns.ts";

export const scenarios: readonly Scenario[] = [version, help, start, startLarge, turns, turnsSandboxed, growth, requests];
