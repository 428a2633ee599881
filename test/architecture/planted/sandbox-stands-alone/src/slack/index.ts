export const slack = 1;
