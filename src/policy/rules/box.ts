import { definePolicy } from "../../contract/policy.ts";

/** Everything inside the box runs without asking. Without a box that is the user's own choice of `--sandbox none`. */
export default definePolicy({
  name: "box",
  judge(call, facts) {
    if (call.effect === "network") return undefined;
    const reason = facts.confined ? "It happens inside the box." : "The sandbox was turned off for this thread.";
    return { decision: "allow", rule: "box", where: facts.confined ? "default" : "--sandbox", reason };
  },
});
