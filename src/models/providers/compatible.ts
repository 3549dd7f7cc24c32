import { defineProvider } from "../../contract/provider.ts";
import { requiredVariable } from "../required-variable.ts";
import wire from "../wires/chat.ts";

export default defineProvider({
  name: "compatible",
  title: "Any server that speaks Chat Completions",
  wire,
  baseUrl: (env) => requiredVariable(env, ["COMPATIBLE_BASE_URL"], "The address of the compatible server"),
  env: { key: ["COMPATIBLE_API_KEY"], baseUrl: ["COMPATIBLE_BASE_URL"] },
  keyless: true,
  options: { plain: true, maxTokensField: "max_tokens" },
  example: "my-model",
});
