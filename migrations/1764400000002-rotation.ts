import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is on call in turn, and who stands in. */
export class Rotation1764400000002 implements MigrationInterface {
  name = 'Rotation1764400000002';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE rotation (
        workspace_id  text NOT NULL,
        id            uuid NOT NULL,
        name          text NOT NULL,
        people        text[] NOT NULL CHECK (cardinality(people) > 0),
        every         text NOT NULL CHECK (every IN ('day', 'week')),
        hand_over_at  text NOT NULL,
        zone          text NOT NULL,
        starts_on     text NOT NULL,
        created_by    text NOT NULL,
        created_at    timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id),
        UNIQUE (workspace_id, name)
      );

      CREATE TABLE rotation_override (
        workspace_id  text NOT NULL,
        id            uuid NOT NULL,
        rotation_id   uuid NOT NULL,
        user_id       text NOT NULL,
        starts_at     timestamptz NOT NULL,
        ends_at       timestamptz NOT NULL CHECK (ends_at > starts_at),
        created_by    text NOT NULL,
        created_at    timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id),
        FOREIGN KEY (workspace_id, rotation_id) REFERENCES rotation (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX rotation_override_ends ON rotation_override (workspace_id, rotation_id, ends_at);
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE rotation_override, rotation');
  }
}
