export type Severity = string;
