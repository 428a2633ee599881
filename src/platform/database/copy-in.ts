import type { Connection, Submittable } from 'pg';
import type { DataSource } from 'typeorm';
import type { CopyRows } from './copy-rows.js';
import { withConnection } from './pool.js';
import { timeout } from './prepared.js';
import { isAboutData } from './sql-state.js';

export interface Copy {
  /** `table (column, …)`: our own words, never anybody else's. */
  into: string;
  rows: CopyRows;
}

/**
 * Stores rows of several tables, all or nothing, in one round trip. For tables that take thousands of rows a second: COPY
 * writes a page of rows where INSERT writes one, and plans nothing. It knows no ON CONFLICT.
 * @throws DeadlineError when it took longer than `ms`; what PostgreSQL says
 */
export async function copyIn(dataSource: DataSource, ms: number, copies: Copy[]): Promise<void> {
  const refused = await withConnection(
    dataSource,
    ms,
    (client) =>
      new Promise<Error | undefined>((resolve, reject) => {
        client.query(
          new CopyStatements(ms, copies, (error) => {
            // PostgreSQL has refused the rows and reads on: its connection is as good as before.
            if (error === undefined || isAboutData(error)) resolve(error);
            else reject(error);
          }),
        );
      }),
  );
  if (refused !== undefined) throw refused;
}

/**
 * Several statements sent as one are one transaction. Their rows are sent along with them: PostgreSQL reads them when it
 * comes to it, and passes over them when a statement before has failed.
 */
class CopyStatements implements Submittable {
  constructor(
    private readonly ms: number,
    private readonly copies: Copy[],
    private readonly done: (error?: Error) => void,
  ) {}

  submit(connection: Connection) {
    const { stream } = connection;
    const copies = this.copies.map(({ into }) => `COPY ${into} FROM STDIN (FORMAT binary)`);
    stream.cork();
    connection.query([timeout(this.ms), ...copies].join(';'));
    for (const { rows } of this.copies) stream.write(rows.messages());
    stream.uncork();
  }

  handleError(error: Error) {
    this.done(error);
  }

  handleReadyForQuery() {
    this.done();
  }

  /** The rows are on their way already. */
  handleCopyInResponse() {}

  handleCommandComplete() {}
}
