export const console = 'console';
