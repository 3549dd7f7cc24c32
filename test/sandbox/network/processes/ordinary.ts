/** The network of a box as whoever runs this has it; prints what came of each try. */
import { openNetworkBox } from "../box.ts";
import { brief, startWeb } from "../servers.ts";

await using web = await startWeb();
await using unlisted = await startWeb();
await using box = await openNetworkBox({ allow: [web.at] });

const listed = await box.run(`curl -sS http://${web.at}/`);
const refused = await box.run(`curl -sS -f http://${unlisted.at}/`);
const around = await box.run(`curl -sS -m 5 --noproxy '*' http://${web.at}/from-around`);
const outside = await box.runOutside(`curl -sS http://${unlisted.at}/`);
const text = JSON.stringify({
  uid: process.getuid?.(),
  listed: listed.stdout,
  refused: refused.code,
  around: around.stdout,
  outside: outside.stdout,
  records: box.records.map((record) => brief(record).replaceAll(web.at, "LISTED").replaceAll(unlisted.at, "UNLISTED")),
});
process.stdout.write(text);
