export const name = "gemini";
