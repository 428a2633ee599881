export const sandbox = 'sandbox';
