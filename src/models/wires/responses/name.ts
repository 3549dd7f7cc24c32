export const name = "responses";
