import { resolve } from "node:path";

// Nothing of the machine's own configuration may leak into a test, nor what npm tells the scripts it runs, such as a cache that other
// users may not read; only where packages come from.
for (const name of Object.keys(process.env)) {
  if (
    /^(FETTLE_|OPENAI_|ANTHROPIC_|GEMINI_|GOOGLE_|AZURE_|AWS_|XAI_|GROQ_|MISTRAL_|DEEPSEEK_|OPENROUTER_|HTTPS?_PROXY$|NO_PROXY$|CI$|npm_(?!config_(registry|cafile)$))/i.test(
      name,
    )
  )
    delete process.env[name];
}

// Each program that a test starts would compile the sources anew: its own cache lies in a home that is new, too.
process.env["NODE_COMPILE_CACHE"] = resolve(import.meta.dirname, "../.cache/compiled");
