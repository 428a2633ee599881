import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { InstallationState } from './domain/installation-life.js';

/** What a workspace granted us. Its secrets are ciphertexts under `dataKey`. */
@Entity('installation')
export class InstallationEntity {
  @PrimaryColumn('uuid')
  id: string;

  /** The workspace's, or the organisation's. */
  @Column('text', { nullable: true })
  name: string | null;

  /** null where an organisation has installed it as a whole. */
  @Column('text', { name: 'team_id', nullable: true })
  teamId: string | null;

  @Column('text', { name: 'enterprise_id', nullable: true })
  enterpriseId: string | null;

  @Column('text', { name: 'app_id', nullable: true })
  appId: string | null;

  @Column('text', { name: 'bot_id' })
  botId: string;

  @Column('text', { name: 'bot_user_id' })
  botUserId: string;

  @Column('text', { array: true })
  scopes: string[];

  /** Wrapped by the keyring. */
  @Column('text', { name: 'data_key' })
  dataKey: string;

  /** Sealed; null once uninstalled or revoked. */
  @Column('text', { name: 'bot_token', nullable: true })
  botToken: string | null;

  /** Sealed; of a token that rotates. */
  @Column('text', { name: 'bot_refresh_token', nullable: true })
  botRefreshToken: string | null;

  @Column('timestamptz', { name: 'bot_token_expires_at', nullable: true })
  botTokenExpiresAt: Date | null;

  @Column('text', { name: 'installer_id', nullable: true })
  installerId: string | null;

  @Column('text')
  state: InstallationState;

  @Column('text', { name: 'state_reason', nullable: true })
  stateReason: string | null;

  @Column('timestamptz', { name: 'installed_at' })
  installedAt: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date;

  /** When it was lost. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
