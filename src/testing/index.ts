/**
 * Everything for testing what speaks to models: a scripted model server, real workspaces, real programs.
 *
 * ```ts
 * await using model = await startModelServer(reply().tool("read", { path: "a.ts" }), reply().text("It is empty."));
 * await using workspace = await createWorkspace({ files: { "a.ts": "" } });
 * await run(["my-agent", "what is in a.ts?"], { cwd: workspace.root, env: { OPENAI_BASE_URL: model.baseUrls.responses } });
 * console.log(modelView(model.seen.at(-1)!));
 * ```
 */
export { canonicalPrefix } from "./canonical-prefix.ts";
export type { Block, Conversation, Message, OfferedTool } from "./conversation.ts";
export type { WireName } from "./endpoint.ts";
export type { InvariantName } from "./invariants/index.ts";
export { ModelServer, startModelServer, type ModelServerOptions } from "./model-server.ts";
export { modelView } from "./model-view.ts";
export { Reply, reply } from "./reply.ts";
export { run, start, type RunningProgram, type RunOptions, type RunResult } from "./run.ts";
export type { SeenRequest } from "./seen-request.ts";
export { createWorkspace, type Workspace, type WorkspaceOptions } from "./workspace.ts";
