import { readFileSync } from "node:fs";
import * as z from "zod";
import type { AnswerShape } from "../../agent/open-thread.ts";
import { FettleError } from "../../contract/error.ts";

/** The JSON Schema that a final answer must fit, and the check of an answer against it. */
export async function readOutputSchema(file: string): Promise<AnswerShape> {
  const invalid = (why: string, cause?: unknown) =>
    new FettleError("usage.invalid", `The output schema cannot be used: ${why}`, {
      at: file,
      hint: "Give a file with a JSON Schema of an object.",
      cause,
    });
  let schema: Record<string, unknown>;
  try {
    schema = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  } catch (cause) {
    throw invalid((cause as Error).message, cause);
  }
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) throw invalid("it is not a JSON object");
  let checker: z.ZodType;
  try {
    checker = z.fromJSONSchema(schema);
  } catch (cause) {
    throw invalid((cause as Error).message, cause);
  }
  return {
    schema,
    validate(text) {
      const fenced = /^```(?:json)?\n([\s\S]*?)\n```$/.exec(text.trim());
      let answer: unknown;
      try {
        answer = JSON.parse(fenced?.[1] ?? text);
      } catch (error) {
        return `It is not JSON: ${(error as Error).message}`;
      }
      const checked = checker.safeParse(answer);
      return checked.success
        ? undefined
        : checked.error.issues.map((issue) => `- ${issue.path.join(".") || "the answer"}: ${issue.message}`).join("\n");
    },
  };
}
