// The least that a program at a terminal can do: a prompt, drawn in one go, and each key as it comes.
process.stdin.setRawMode(true);
process.stdin.on("data", (keys) => process.stdout.write(keys));
process.stdout.write("> ");
