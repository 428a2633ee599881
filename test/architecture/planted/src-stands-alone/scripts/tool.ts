export const scripts = 'scripts';
