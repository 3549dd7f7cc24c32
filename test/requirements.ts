/** Everything Fettle promises, as data: one sentence each, cited by the tests that prove it. */
import agent from "./requirements/agent.ts";
import attacks from "./requirements/attacks.ts";
import claims from "./requirements/claims.ts";
import compaction from "./requirements/compaction.ts";
import config from "./requirements/config.ts";
import context from "./requirements/context.ts";
import counts from "./requirements/counts.ts";
import docs from "./requirements/docs.ts";
import exec from "./requirements/exec.ts";
import gate from "./requirements/gate.ts";
import graph from "./requirements/graph.ts";
import graphQueries from "./requirements/graph-queries.ts";
import liars from "./requirements/liars.ts";
import languages from "./requirements/languages.ts";
import judging from "./requirements/judging.ts";
import lib from "./requirements/lib.ts";
import log from "./requirements/log.ts";
import memory from "./requirements/memory.ts";
import models from "./requirements/models.ts";
import network from "./requirements/network.ts";
import policy from "./requirements/policy.ts";
import proofs from "./requirements/proofs.ts";
import redGreen from "./requirements/red-green.ts";
import repair from "./requirements/repair.ts";
import reports from "./requirements/reports.ts";
import repository from "./requirements/repository.ts";
import sandbox from "./requirements/sandbox.ts";
import snapshot from "./requirements/snapshot.ts";
import store from "./requirements/store.ts";
import search from "./requirements/search.ts";
import shell from "./requirements/shell.ts";
import secrets from "./requirements/secrets.ts";
import surfaces from "./requirements/surfaces.ts";
import tampering from "./requirements/tampering.ts";
import terminalCommands from "./requirements/terminal-commands.ts";
import terminalBlocks from "./requirements/terminal-blocks.ts";
import terminalQuestions from "./requirements/terminal-questions.ts";
import terminalScreen from "./requirements/terminal-screen.ts";
import terminalEditor from "./requirements/terminal-editor.ts";
import terminalStory from "./requirements/terminal-story.ts";
import terminalHarness from "./requirements/terminal-harness.ts";
import testing from "./requirements/testing.ts";
import tools from "./requirements/tools.ts";
import verify from "./requirements/verify.ts";
import wires from "./requirements/wires.ts";

export const requirements = {
  ...agent,
  ...attacks,
  ...claims,
  ...compaction,
  ...config,
  ...context,
  ...counts,
  ...docs,
  ...exec,
  ...gate,
  ...graph,
  ...graphQueries,
  ...liars,
  ...judging,
  ...languages,
  ...lib,
  ...log,
  ...memory,
  ...models,
  ...network,
  ...policy,
  ...proofs,
  ...redGreen,
  ...repair,
  ...reports,
  ...repository,
  ...sandbox,
  ...snapshot,
  ...store,
  ...search,
  ...shell,
  ...secrets,
  ...surfaces,
  ...tampering,
  ...terminalCommands,
  ...terminalBlocks,
  ...terminalQuestions,
  ...terminalScreen,
  ...terminalEditor,
  ...terminalStory,
  ...terminalHarness,
  ...testing,
  ...tools,
  ...verify,
  ...wires,
} as const;

export type RequirementId = keyof typeof requirements;
