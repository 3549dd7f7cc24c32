export const name = "anthropic";
