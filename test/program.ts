import { join, resolve } from "node:path";
import { isBuilt } from "../scripts/build-stamp.ts";

const root = resolve(import.meta.dirname, "..");

/** The program that tests start: the build, which starts in two thirds of the time, where it is that of the sources as they are; else these. */
export const program = join(root, isBuilt(root) ? "dist/main.js" : "src/main.ts");
