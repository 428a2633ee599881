import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/**
 * Runs a statement that the server parses and plans once per connection. For statements that run hundreds of times a
 * second, outside of any transaction.
 */
export async function prepared<Row extends object>(
  dataSource: DataSource,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const { master } = dataSource.driver as unknown as { master: Pool };
  return (await master.query<Row>({ name, text, values })).rows;
}
