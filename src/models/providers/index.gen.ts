// Written by `npm run gen` from the files of this folder. Do not edit.
import type { ProviderEntry } from "../../contract/provider.ts";

export const entries: readonly ProviderEntry[] = [
  { ...{"name":"anthropic","title":"Anthropic","env":{"key":["ANTHROPIC_API_KEY","ANTHROPIC_AUTH_TOKEN"],"baseUrl":["ANTHROPIC_BASE_URL"]},"rank":1,"example":"claude-opus-5-5"}, load: () => import("./anthropic.ts") },
  { ...{"name":"azure","title":"Azure OpenAI (the model is the name of the deployment)","env":{"key":["AZURE_OPENAI_API_KEY","AZURE_API_KEY","AZURE_OPENAI_AD_TOKEN"],"baseUrl":["AZURE_OPENAI_BASE_URL"]},"example":"my-deployment"}, load: () => import("./azure.ts") },
  { ...{"name":"bedrock","title":"Amazon Bedrock (Anthropic's models)","env":{"key":["AWS_BEARER_TOKEN_BEDROCK"],"baseUrl":["ANTHROPIC_BEDROCK_BASE_URL","AWS_ENDPOINT_URL_BEDROCK_RUNTIME"]},"keyless":true,"example":"us.anthropic.claude-opus-5-5"}, load: () => import("./bedrock.ts") },
  { ...{"name":"compatible","title":"Any server that speaks Chat Completions","env":{"key":["COMPATIBLE_API_KEY"],"baseUrl":["COMPATIBLE_BASE_URL"]},"keyless":true,"example":"my-model"}, load: () => import("./compatible.ts") },
  { ...{"name":"deepseek","title":"DeepSeek","env":{"key":["DEEPSEEK_API_KEY"],"baseUrl":["DEEPSEEK_BASE_URL"]},"rank":6,"example":"deepseek-v4-pro"}, load: () => import("./deepseek.ts") },
  { ...{"name":"gemini","title":"Google Gemini","env":{"key":["GEMINI_API_KEY","GOOGLE_API_KEY"],"baseUrl":["GOOGLE_GEMINI_BASE_URL"]},"rank":3,"example":"gemini-3.8-flash"}, load: () => import("./gemini.ts") },
  { ...{"name":"groq","title":"Groq","env":{"key":["GROQ_API_KEY"],"baseUrl":["GROQ_BASE_URL"]},"rank":8,"example":"openai/gpt-oss-120b"}, load: () => import("./groq.ts") },
  { ...{"name":"llama.cpp","title":"llama.cpp server","env":{"key":["LLAMA_API_KEY"],"baseUrl":["LLAMACPP_BASE_URL"]},"keyless":true,"local":{"models":"/models","start":"llama-server --jinja -m MODEL.gguf"},"example":"default"}, load: () => import("./llamacpp.ts") },
  { ...{"name":"lmstudio","title":"LM Studio","env":{"key":["LM_API_TOKEN"],"baseUrl":["LMSTUDIO_BASE_URL"]},"keyless":true,"local":{"models":"/models","start":"lms server start"},"example":"qwen/qwen3-coder-30b"}, load: () => import("./lmstudio.ts") },
  { ...{"name":"mistral","title":"Mistral","env":{"key":["MISTRAL_API_KEY"],"baseUrl":["MISTRAL_BASE_URL"]},"rank":7,"example":"devstral-2512"}, load: () => import("./mistral.ts") },
  { ...{"name":"ollama","title":"Ollama","env":{"key":["OLLAMA_API_KEY"],"baseUrl":["OLLAMA_BASE_URL"]},"keyless":true,"local":{"models":"/models","start":"ollama serve"},"example":"qwen3-coder:30b"}, load: () => import("./ollama.ts") },
  { ...{"name":"openai","title":"OpenAI","env":{"key":["OPENAI_API_KEY"],"baseUrl":["OPENAI_BASE_URL"]},"rank":2,"example":"gpt-6-sol"}, load: () => import("./openai.ts") },
  { ...{"name":"openrouter","title":"OpenRouter","env":{"key":["OPENROUTER_API_KEY"],"baseUrl":["OPENROUTER_BASE_URL"]},"rank":4,"example":"anthropic/claude-opus-5.5"}, load: () => import("./openrouter.ts") },
  { ...{"name":"vertex-anthropic","title":"Google Vertex AI (Anthropic's models)","env":{"key":[],"baseUrl":["ANTHROPIC_VERTEX_BASE_URL"]},"keyless":true,"example":"claude-opus-5-5"}, load: () => import("./vertex-anthropic.ts") },
  { ...{"name":"vertex","title":"Google Vertex AI (Gemini)","env":{"key":[],"baseUrl":["GOOGLE_VERTEX_BASE_URL"]},"keyless":true,"example":"gemini-3.8-flash"}, load: () => import("./vertex.ts") },
  { ...{"name":"vllm","title":"vLLM","env":{"key":["VLLM_API_KEY"],"baseUrl":["VLLM_BASE_URL"]},"keyless":true,"local":{"models":"/models","start":"vllm serve MODEL --enable-auto-tool-choice --tool-call-parser PARSER"},"example":"Qwen/Qwen3-Coder-30B-A3B-Instruct"}, load: () => import("./vllm.ts") },
  { ...{"name":"xai","title":"xAI","env":{"key":["XAI_API_KEY"],"baseUrl":["XAI_BASE_URL"]},"rank":5,"example":"grok-4.6"}, load: () => import("./xai.ts") },
];
