import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Scope } from './domain/api-key.js';

@Entity('api_key')
export class ApiKeyEntity {
  @PrimaryColumn('text', { name: 'workspace_id' })
  workspaceId: string;

  /** Public: the part between `swb_` and the secret. */
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  @Column('text', { array: true })
  scopes: Scope[];

  @Column('bytea', { name: 'secret_sha256' })
  secretSha256: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;
}
