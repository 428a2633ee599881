import type { Command } from 'commander';
import { migrate } from '../platform/database/migrate.js';
import { type Json, command } from './command.js';
import { UnwellError, withDatabase } from './context.js';
import { examine } from './doctor.js';
import { print } from './output.js';

/** `migrate` and `doctor`: what must hold before anything runs. */
export function addDatabaseCommands(program: Command) {
  command(program, 'migrate', 'brings the database up to date').action(async ({ json }: Json) => {
    const ran = await withDatabase((config) => migrate(config.databaseUrl));
    print(
      json,
      { ran },
      ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.length}:\n  ${ran.join('\n  ')}`,
    );
  });

  command(program, 'doctor', 'checks configuration and database, and says what to do').action(
    async ({ json }: Json) => {
      const findings = await examine();
      const text = findings
        .map(({ check, ok, warning, detail }) => `${mark(ok, warning)}  ${check}: ${detail}`)
        .join('\n');
      print(json, findings, text);
      if (findings.some(({ ok }) => !ok)) throw new UnwellError();
    },
  );
}

const mark = (ok: boolean, warning = false) => (warning ? 'WARN' : ok ? 'ok  ' : 'FAIL');
