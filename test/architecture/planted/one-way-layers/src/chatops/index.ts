export const chatops = 'chatops';
