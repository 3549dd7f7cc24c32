export type * from "../contract/backend.ts";
