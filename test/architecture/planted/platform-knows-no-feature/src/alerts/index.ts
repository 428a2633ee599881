export const alerts = 'alerts';
