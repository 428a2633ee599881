import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ConflictError, InvalidBodyError } from '../platform/errors/app-error.js';
import type { Override } from './domain/rotation.js';
import type { RotationEntity } from './rotation.entity.js';

/** Whoever stands in for longer belongs into the rotation. */
const LONGEST_OVERRIDE_MS = 60 * 24 * 60 * 60 * 1_000;
/** Each is looked at whenever somebody asks who is on call. */
const MOST_OVERRIDES = 100;

export interface StoredOverride extends Override {
  id: string;
  createdBy: string;
}

/** Those of a rotation that last, or are to come; oldest first. */
export function overridesFrom(
  tx: EntityManager,
  { workspaceId, id }: RotationEntity,
  now: Date,
): Promise<StoredOverride[]> {
  return tx.query(
    `SELECT id, user_id AS "userId", starts_at AS "from", ends_at AS "to", created_by AS "createdBy" FROM rotation_override
     WHERE workspace_id = $1 AND rotation_id = $2 AND ends_at > $3 ORDER BY created_at, id`,
    [workspaceId, id, now],
  );
}

/** @param rotation locked, so that nobody adds another meanwhile @throws InvalidBodyError, ConflictError */
export async function addOverride(
  tx: EntityManager,
  rotation: RotationEntity,
  { userId, from, to }: Override,
  by: string,
  now: Date,
): Promise<void> {
  const wrong = faultIn({ from, to }, now);
  if (wrong !== undefined) throw new InvalidBodyError({ detail: wrong.detail, faults: [wrong] });
  if ((await overridesFrom(tx, rotation, now)).length >= MOST_OVERRIDES) {
    throw new ConflictError({
      detail: `A rotation has ${MOST_OVERRIDES} overrides that are not over at most. End one, or change the rotation instead.`,
    });
  }
  await tx.query(
    `INSERT INTO rotation_override (workspace_id, id, rotation_id, user_id, starts_at, ends_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [rotation.workspaceId, uuidv7(), rotation.id, userId, from, to, by],
  );
}

function faultIn({ from, to }: { from: Date; to: Date }, now: Date) {
  if (to <= from) return { pointer: '/to', detail: 'An override ends after it begins.' };
  if (to <= now) return { pointer: '/to', detail: 'That is over already: an override ends in the future.' };
  if (to.getTime() - from.getTime() > LONGEST_OVERRIDE_MS)
    return { pointer: '/to', detail: 'An override lasts 60 days at most. Change the rotation instead.' };
  return undefined;
}
