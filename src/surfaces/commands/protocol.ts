import { exitCodes } from "../../contract/error.ts";
import { defineSurface } from "../../contract/surface.ts";

export default defineSurface({
  name: "protocol",
  summary: "Print the JSON Schema of events and commands.",
  examples: [{ command: "fettle protocol > fettle.schema.json", does: "saves the schema for a client in another language" }],
  async run({ io }) {
    const { protocolSchema } = await import("../../contract/protocol.ts");
    io.stdout.write(`${JSON.stringify(protocolSchema(), null, 2)}\n`);
    return exitCodes.verified;
  },
});
