export const upward = () => import('../delivery/index.js'); // planted
