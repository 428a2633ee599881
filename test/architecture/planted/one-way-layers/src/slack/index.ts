export const slack = 'slack';
