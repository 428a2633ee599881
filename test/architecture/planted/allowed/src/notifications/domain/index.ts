export type Severity = 'critical' | 'info';
