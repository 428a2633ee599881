export const world = 'whole';
