import { assemble, give, jumpIfAny, jumpIfEqual, label, load, type Line } from "../seccomp/assembler.ts";
import { architectures, judgedCalls, type Numbers } from "../seccomp/calls.ts";

const ALLOW = 0x7fff0000;
const EACCES = 0x00050000 | 13;
const EPERM = 0x00050000 | 1;

const NUMBER = 0;
const argument = (index: number): number => 16 + 8 * index;

/** Routing tables can be read; without capabilities nothing can be changed. */
const AF_NETLINK = 16;
/** Set-user-ID and set-group-ID. */
const SET_ID = 0o6000;

/** By the argument that holds the mode. */
const chmods: readonly [Numbers, argument: number][] = [
  [[90, null], 1],
  [[91, 52], 1],
  [[268, 53], 2],
  [[452, 452], 2],
];
const truncate: Numbers = [76, 45];

/**
 * What a box without namespaces of its own must refuse besides, in front of the filter that every box has: sockets of every kind, because the
 * machine's network and the sockets of its services are in reach, and modes that make a program run as its owner, because Landlock does not judge modes.
 * Architectures are judged by the other filter; this one is installed together with it or not at all.
 */
export function tightFilter(arch: string): Buffer {
  const column = architectures[arch]?.column ?? 0;
  return assemble([
    load(NUMBER),
    ...when("socket", judgedCalls.socket[column], [
      load(argument(0)),
      jumpIfEqual(AF_NETLINK, { whenFalse: "refused" }),
      give(ALLOW),
      label("refused"),
      give(EACCES),
    ]),
    ...chmods.flatMap(([numbers, index]) =>
      when(`chmod ${numbers[column]}`, numbers[column], [
        load(argument(index)),
        jumpIfAny(SET_ID, { whenFalse: `plain ${numbers[column]}` }),
        give(EPERM),
        label(`plain ${numbers[column]}`),
        give(ALLOW),
      ]),
    ),
    give(ALLOW),
  ]);
}

/** Landlock before version 3 does not keep anybody from emptying a file by its path. */
export function oldFilter(arch: string): Buffer {
  const column = architectures[arch]?.column ?? 0;
  return assemble([load(NUMBER), ...when("truncate", truncate[column], [give(EACCES)]), give(ALLOW)]);
}

function when(name: string, call: number | null | undefined, lines: readonly Line[]): Line[] {
  return call === null || call === undefined ? [] : [jumpIfEqual(call, { whenFalse: `not ${name}` }), ...lines, label(`not ${name}`)];
}
