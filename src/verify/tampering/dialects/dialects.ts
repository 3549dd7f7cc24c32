import type { Language } from "../../../knowledge/syntax/languages.ts";
import type { Dialect } from "./dialect.ts";
import go from "./go.ts";
import java from "./java.ts";
import javascript from "./javascript.ts";
import python from "./python.ts";
import rust from "./rust.ts";

export const dialects: Readonly<Record<Language, Dialect>> = {
  typescript: javascript,
  tsx: javascript,
  javascript,
  python,
  go,
  java,
  rust,
};
