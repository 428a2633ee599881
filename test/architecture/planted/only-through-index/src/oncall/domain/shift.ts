export const shift = 1;
