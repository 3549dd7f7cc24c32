import { defineCheck } from "../../contract/check.ts";
import { firstOf, placeOf, readText } from "../project-files.ts";

export default defineCheck({
  name: "pom.xml",
  async find(project) {
    const text = await readText(project, "pom.xml");
    if (text === undefined) return [];
    const wrapper = await firstOf(project, ["mvnw"]);
    const argv = [wrapper === undefined ? "mvn" : "./mvnw", "-B", "-q", "test"];
    return [{ id: "mvn test", argv, proves: "tests", from: placeOf("pom.xml", text, /<project\b/) }];
  },
});
