import type { Environment } from "../contract/provider.ts";
import { requiredVariable } from "./required-variable.ts";

/** Where a project's models are, in the location that the user's variables name, else wherever Google has room. */
export function vertexUrl(env: Environment): string {
  const project = requiredVariable(
    env,
    ["GOOGLE_CLOUD_PROJECT", "ANTHROPIC_VERTEX_PROJECT_ID", "GCLOUD_PROJECT"],
    "The Google Cloud project",
  );
  const location = env["GOOGLE_CLOUD_LOCATION"] || env["GOOGLE_CLOUD_REGION"] || env["CLOUD_ML_REGION"] || "global";
  const host = location === "global" ? "aiplatform.googleapis.com" : `${location}-aiplatform.googleapis.com`;
  return `https://${host}/v1/projects/${project}/locations/${location}`;
}
