/** The matching that the network of the box goes by, too. */
export { hostMatches } from "../lib/host.ts";
