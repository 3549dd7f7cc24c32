import { defineProvider } from "../../contract/provider.ts";
import { requiredVariable } from "../required-variable.ts";
import wire from "../wires/responses.ts";

export default defineProvider({
  name: "azure",
  title: "Azure OpenAI (the model is the name of the deployment)",
  wire,
  baseUrl(env) {
    const resource = env["AZURE_RESOURCE_NAME"];
    if (resource) return `https://${resource}.openai.azure.com/openai/v1`;
    const endpoint = requiredVariable(env, ["AZURE_OPENAI_ENDPOINT"], "The Azure resource");
    return `${endpoint.replace(/\/+$/, "")}/openai/v1`;
  },
  env: { key: ["AZURE_OPENAI_API_KEY", "AZURE_API_KEY", "AZURE_OPENAI_AD_TOKEN"], baseUrl: ["AZURE_OPENAI_BASE_URL"] },
  async authorize(_request, { key, env }): Promise<Record<string, string>> {
    if (key === undefined) return {};
    return key === env["AZURE_OPENAI_AD_TOKEN"] ? { authorization: `Bearer ${key}` } : { "api-key": key };
  },
  example: "my-deployment",
});
