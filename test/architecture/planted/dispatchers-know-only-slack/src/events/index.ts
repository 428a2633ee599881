export const events = 'events';
