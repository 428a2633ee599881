import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('workspace')
export class WorkspaceEntity {
  /** Slack's team id. */
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  @Column('uuid', { name: 'installation_id' })
  installationId: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
