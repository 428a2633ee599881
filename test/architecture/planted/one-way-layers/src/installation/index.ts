export const installation = 'installation';
