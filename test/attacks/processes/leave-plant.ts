/** Leaves the plant with the id that is named, as whoever runs this, and prints what came of it as JSON. */
import { plant } from "../plant.ts";
import { plants } from "../plants.ts";

const [id = ""] = process.argv.slice(2);
const found = plants.find((one) => one.id === id);
if (found === undefined) throw new Error(`There is no plant ${id}; there are ${plants.map((one) => one.id).join(", ")}.`);
process.stdout.write(JSON.stringify(await plant(found)));
