export const rotation = 1;
