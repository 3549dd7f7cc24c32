import { Readable, Writable } from "node:stream";
import type { ExitCode } from "../../../contract/error.ts";
import type { SurfaceCall, SurfaceIo } from "../../../contract/surface.ts";

export interface RanSurface {
  exitCode: ExitCode;
  /** What it printed on both streams, in order; without colours, its controls escaped. */
  output: string;
}

/** Runs a sub-command of `fettle` as it runs outside, where nobody types and no terminal shows what it prints. It never rejects. */
export async function runSurface(
  name: string,
  args: readonly string[],
  { io, own }: { io: SurfaceIo; own?: SurfaceCall["own"] },
): Promise<RanSurface> {
  const [{ callSurface }, { entries: commands }] = await Promise.all([
    import("../../support/call-surface.ts"),
    import("../../commands/index.gen.ts"),
  ]);
  const printed: string[] = [];
  const collect = (): Writable =>
    new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        printed.push(String(chunk));
        done();
      },
    });
  const { env, interrupt } = io;
  const inside: SurfaceIo = {
    stdin: Readable.from([]),
    stdout: collect(),
    stderr: collect(),
    env,
    interrupt,
    get cwd() {
      return io.cwd;
    },
  };
  const exitCode = await callSurface([name, ...args], { commands, io: inside, ...(own !== undefined && { own }) });
  return { exitCode, output: printed.join("") };
}
