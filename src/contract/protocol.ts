/** The JSON Schema of everything that crosses the border between Fettle and its callers. */
import * as z from "zod";
import { commandSchema } from "./command.ts";
import { deltaSchema, eventSchema, eventSchemas } from "./event.ts";
import { reportSchema } from "./report.ts";

export { commandSchema, commandSchemas, type Command } from "./command.ts";
export { deltaSchema, eventSchema, eventSchemas, type Delta, type Event, type EventType, type Receipt, type Verdict } from "./event.ts";
export { reportSchema, type Report } from "./report.ts";

export function protocolSchema(): { events: unknown; deltas: unknown; commands: unknown; report: unknown; eventTypes: string[] } {
  return {
    events: z.toJSONSchema(eventSchema),
    deltas: z.toJSONSchema(deltaSchema),
    commands: z.toJSONSchema(commandSchema),
    report: z.toJSONSchema(reportSchema),
    eventTypes: Object.keys(eventSchemas),
  };
}
