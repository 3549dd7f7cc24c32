/** Limits and abilities by family of models. Vendors' documentation, November 2026; where it gives no limit on output, a cautious one. */
import type { ModelTraits } from "../../contract/model.ts";

/** What the settings may say of a model, named as there. */
export interface TraitSettings {
  context_tokens?: number;
  max_output_tokens?: number;
  edits?: ModelTraits["edits"];
}

export interface TraitQuestion {
  /** The vendor's id of the model. */
  model: string;
  /** What the provider declares for all its models. */
  provider?: Partial<ModelTraits>;
  settings?: TraitSettings;
}

/** What the settings say, else the provider, else the table, else cautious defaults with `known: false`. */
export function traitsOf({ model, provider, settings = {} }: TraitQuestion): ModelTraits {
  const { context_tokens: contextTokens, max_output_tokens: maxOutputTokens, edits } = settings;
  return {
    ...(familyOf(model) ?? unknown),
    ...provider,
    ...(contextTokens !== undefined && { contextTokens }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(edits !== undefined && { edits }),
  };
}

const unknown: ModelTraits = {
  contextTokens: 128_000,
  maxOutputTokens: 8192,
  images: false,
  reasoning: false,
  edits: "replace",
  known: false,
};

function familyOf(model: string): ModelTraits | undefined {
  // Hosts write the same version with a dot or a dash.
  const id = model.toLowerCase().replaceAll(".", "-");
  const family = families.find(({ pattern }) => pattern.test(id));
  if (family === undefined) return undefined;
  const { pattern: _, able, ...limits } = family;
  return { ...limits, images: able.includes("images"), reasoning: able.includes("reasoning"), known: true };
}

interface Family {
  /** Tested against the id in lower case, with dashes for dots. */
  pattern: RegExp;
  contextTokens: number;
  maxOutputTokens: number;
  able: readonly ("images" | "reasoning")[];
  edits: ModelTraits["edits"];
}

/** The first that matches counts: the particular before the general. */
const families: readonly Family[] = [
  family(/claude-3-7-sonnet|claude-sonnet-3-7/, 200_000, 64_000, ["images", "reasoning"], "replace"),
  family(/claude-3-5|claude-(?:sonnet|haiku)-3-5/, 200_000, 8192, ["images"], "replace"),
  family(/claude-(?:3|2|v|instant)/, 200_000, 4096, ["images"], "replace"),
  family(/claude-(?:4-opus|opus-4(?:-[01])?(?:$|[-@]\d{8}|-v|-latest))/, 200_000, 32_000, ["images", "reasoning"], "replace"),
  family(
    /claude-(?:(?:sonnet|opus|haiku)-4(?:-[05])?(?:$|[-@]\d{8}|-v|-latest)|4-sonnet)/,
    200_000,
    64_000,
    ["images", "reasoning"],
    "replace",
  ),
  family(/claude/, 1_000_000, 64_000, ["images", "reasoning"], "replace"),

  family(/gpt-oss/, 131_072, 32_768, ["reasoning"], "patch"),
  family(/gpt-(?:3|4(?:$|-32k|-0))/, 8192, 4096, [], "replace"),
  family(/gpt-4-turbo/, 128_000, 4096, ["images"], "replace"),
  family(/gpt-4o/, 128_000, 16_384, ["images"], "replace"),
  family(/gpt-4-1/, 1_000_000, 32_768, ["images"], "patch"),
  family(/gpt-5-(?:3-chat|chat)/, 128_000, 16_384, ["images"], "patch"),
  family(/gpt-5-[4-9](?!-(?:mini|nano))|gpt-[6-9]/, 1_000_000, 128_000, ["images", "reasoning"], "patch"),
  family(/gpt-5/, 400_000, 128_000, ["images", "reasoning"], "patch"),
  family(/codex/, 200_000, 100_000, ["images", "reasoning"], "patch"),
  family(/(?:^|\/)o[1-9](?:$|-)/, 200_000, 100_000, ["images", "reasoning"], "patch"),

  family(/gemini-(?:1|2-0)/, 1_000_000, 8192, ["images"], "replace"),
  family(/gemini/, 1_000_000, 65_536, ["images", "reasoning"], "replace"),
  family(/gemma-4/, 262_144, 8192, ["images"], "replace"),

  family(/grok-4(?:-1)?-fast-non/, 2_000_000, 32_768, ["images"], "replace"),
  family(/grok-4(?:-1)?-fast/, 2_000_000, 32_768, ["images", "reasoning"], "replace"),
  family(/grok-4-(?:20|3)/, 1_000_000, 32_768, ["images", "reasoning"], "replace"),
  family(/grok-4-[5-9]/, 500_000, 32_768, ["images", "reasoning"], "replace"),
  family(/grok-(?:4|code|build)/, 256_000, 32_768, ["reasoning"], "replace"),
  family(/grok-[23]/, 131_072, 16_384, [], "replace"),

  family(/deepseek-v4/, 1_000_000, 32_768, ["reasoning"], "replace"),
  family(/deepseek-(?:v3|r1)/, 128_000, 8192, [], "replace"),
  family(/deepseek-(?:chat|reasoner)/, 64_000, 8192, [], "replace"),

  family(/devstral|codestral|mistral-(?:large|medium|small)|ministral|magistral/, 131_072, 32_768, [], "replace"),
  family(/qwen3-coder|qwen-?3-[5-9]|qwen[4-9]/, 262_144, 32_768, [], "replace"),
  family(/qwen/, 32_768, 8192, [], "replace"),
  family(/kimi-k[2-9]/, 262_144, 32_768, [], "replace"),
  family(/glm-(?:4-[6-9]|[5-9])/, 200_000, 32_768, [], "replace"),
  family(/minimax-m/, 200_000, 32_768, [], "replace"),
  family(/llama-?(?:3-[1-9]|4)/, 128_000, 8192, [], "replace"),
];

function family(pattern: RegExp, contextTokens: number, maxOutputTokens: number, able: Family["able"], edits: Family["edits"]): Family {
  return { pattern, contextTokens, maxOutputTokens, able, edits };
}
