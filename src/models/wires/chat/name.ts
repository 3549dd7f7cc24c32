export const name = "chat";
