/** Leaves all plants as whoever runs this, and prints what came of them as JSON, by id. */
import { plant, type Planted } from "../plant.ts";
import { plants } from "../plants.ts";

const came: Record<string, Planted> = {};
for (const one of plants) came[one.id] = await plant(one);
console.log(JSON.stringify(came, null, 1));
