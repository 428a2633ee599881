import type { Statement } from './statements.js';

/** Of one message. */
export interface Cost {
  buffers: number;
  /** Milliseconds that PostgreSQL worked on it. */
  ms: number;
}

/** @throws Error where nothing was sent: then there is no cost to tell */
export function costOf(statements: Statement[], messages: number): Cost {
  if (statements.length === 0 || messages === 0) throw new Error('No message was sent, or none was seen');
  const sum = (pick: (statement: Statement) => number) =>
    statements.reduce((total, statement) => total + pick(statement), 0) / messages;
  return { buffers: sum(({ buffers }) => buffers), ms: sum(({ ms }) => ms) };
}
