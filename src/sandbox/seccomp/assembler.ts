/**
 * Classic BPF as seccomp runs it. A program is a list of instructions and labels; jumps name labels, and a branch without a label goes on
 * with the next instruction. Source: linux/filter.h, linux/bpf_common.h.
 */
export type Line = { label: string } | Instruction;

interface Instruction {
  code: number;
  k: number;
  whenTrue?: string | undefined;
  whenFalse?: string | undefined;
}

export interface Branches {
  whenTrue?: string;
  whenFalse?: string;
}

/** Reads 32 bits of `struct seccomp_data`. */
export const load = (offset: number): Line => ({ code: 0x20, k: offset });
export const jumpIfEqual = (value: number, branches: Branches): Line => ({ code: 0x15, k: value, ...branches });
export const jumpIfAtLeast = (value: number, branches: Branches): Line => ({ code: 0x35, k: value, ...branches });
/** When any of these bits is set. */
export const jumpIfAny = (bits: number, branches: Branches): Line => ({ code: 0x45, k: bits, ...branches });
export const give = (value: number): Line => ({ code: 0x06, k: value });
export const label = (name: string): Line => ({ label: name });

/** An array of `struct sock_filter`, little-endian as all machines are that the filter is for. Throws when a jump goes further than a byte can say. */
export function assemble(lines: readonly Line[]): Buffer {
  const places = new Map<string, number>();
  const instructions: Instruction[] = [];
  for (const line of lines) {
    if ("label" in line) places.set(line.label, instructions.length);
    else instructions.push(line);
  }
  const distance = (from: number, name: string | undefined): number => {
    if (name === undefined) return 0;
    const jump = (places.get(name) ?? Number.NaN) - from - 1;
    if (!(jump >= 0 && jump <= 255)) throw new Error(`The label ${name} cannot be reached from instruction ${from}.`);
    return jump;
  };
  const program = Buffer.alloc(instructions.length * 8);
  for (const [index, { code, k, whenTrue, whenFalse }] of instructions.entries()) {
    program.writeUInt16LE(code, index * 8);
    program.writeUInt8(distance(index, whenTrue), index * 8 + 2);
    program.writeUInt8(distance(index, whenFalse), index * 8 + 3);
    program.writeUInt32LE(k >>> 0, index * 8 + 4);
  }
  return program;
}
