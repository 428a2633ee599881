// planted: a file in no folder, and no composition root
export const stray = 1;
