import type { BenchPostgres } from '../harness/postgres.js';
import { progress, rounded } from '../harness/report.js';

export interface Statement {
  query: string;
  calls: number;
  /** Milliseconds that PostgreSQL worked on it, its commit apart. */
  ms: number;
  /** Pages that it looked at, in memory or not. */
  buffers: number;
}

const SHOWN = 4;

/** Whatever a message costs for itself; what is looked after every second costs the same however many go. */
export const isOfMessages = ({ query }: Statement) => /\/\* lanes (?:claim|finish) \*\//.test(query);

/** Statements are counted by the extension that comes with PostgreSQL, from the server's next start on. */
export async function watchStatements(postgres: BenchPostgres): Promise<void> {
  await postgres.one(`ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`);
  await postgres.crash();
  await postgres.startAgain();
  await postgres.one('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
}

export const forgetStatements = (postgres: BenchPostgres) =>
  postgres.one('SELECT pg_stat_statements_reset()');

/** What the workers asked of their lanes since then, the dearest first. What a benchmark does itself says so. */
export function statementsOfLanes(postgres: BenchPostgres): Promise<Statement[]> {
  return postgres.all<Statement>(
    `SELECT query, calls::int, total_exec_time AS ms, (shared_blks_hit + shared_blks_read)::int AS buffers
     FROM pg_stat_statements
     WHERE query ~ '\\m(delivery|lane|card)\\M' AND query !~ 'bench|pg_stat_statements'
       AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
     ORDER BY total_exec_time DESC`,
  );
}

/** The dearest, by what they cost a message. */
export function showStatements(statements: Statement[], messages: number): void {
  for (const { query, calls, buffers, ms } of statements.slice(0, SHOWN)) {
    const words = query.replace(/\s+/g, ' ').trim().slice(0, 60);
    const each = `${rounded(buffers / messages, 1)} buffers and ${rounded(ms / messages, 3)} ms a message`;
    progress(`  ${each}, ${rounded(ms / calls, 2)} ms each of ${calls}: ${words}`);
  }
}
