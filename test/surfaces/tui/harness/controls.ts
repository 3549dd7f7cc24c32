/* oxlint-disable no-control-regex -- control characters are what this file is about */

const patterns = [
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]/, // CSI
  /(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)/, // OSC, DCS and other strings
  /\u001B[ -/]*[0-~]/,
  /[^\P{Cc}\r\n]/u, // what is left of the control characters; \r\n ends lines
];
const control = new RegExp(patterns.map(({ source }) => source).join("|"), "gu");

/** What a program sent a terminal beside text and ends of lines, in order: control sequences, each whole, and lone control characters. */
export function controlsIn(output: string): string[] {
  return output.match(control) ?? [];
}

/** Those that clear a whole screen or the scrollback: ED 2 and 3, also of protected cells, and a reset. */
export function wipesIn(output: string): string[] {
  return controlsIn(output).filter((sequence) => /^(?:\u001B\[|\u009B)\??[23]J$|^\u001Bc$/.test(sequence));
}
