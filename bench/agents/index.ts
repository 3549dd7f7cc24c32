import type { Agent } from "../agent.ts";
import { claude } from "./claude.ts";
import { codex } from "./codex.ts";
import { fettle } from "./fettle.ts";
import { floor } from "./floor.ts";
import { gemini } from "./gemini.ts";
import { node } from "./node.ts";
import { opencode } from "./opencode.ts";
import { pi } from "./pi.ts";

export const own: readonly Agent[] = [node, floor, fettle];
export const peers: readonly Agent[] = [codex, claude, pi, gemini, opencode];
