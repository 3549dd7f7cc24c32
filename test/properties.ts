import fc from "fast-check";
import { seed } from "./random.ts";

fc.configureGlobal({ seed });

/** Properties of any input, tried with the inputs that grow from the seed of this run. */
export { fc };
