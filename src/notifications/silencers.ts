import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import type { Routable } from './domain/match.js';

/** Why something is not shown in a place. */
export interface Silence {
  /** `mute:<id>` */
  by: string;
  /** A sentence for people. */
  why: string;
}

/** A destination in which a notification was not shown. */
export interface Silenced {
  /** As routed. */
  channel: string;
  why: string;
}

/** @param destination as routed: `#ops`, an id */
export type SilenceOf = (notification: Routable, destination: string) => Silence | undefined;

/** What knows of silences: modules above. */
export interface Silencer {
  /** What holds by the database's clock, read once for all that comes in together. */
  inForce(ctx: WorkspaceContext, tx: EntityManager): Promise<SilenceOf>;
}

/** The port through which modules above say what is not to be shown where. */
@Injectable()
export class Silencers {
  private readonly known: Silencer[] = [];

  add(silencer: Silencer) {
    this.known.push(silencer);
  }

  async inForce(ctx: WorkspaceContext, tx: EntityManager): Promise<SilenceOf> {
    const all: SilenceOf[] = [];
    for (const silencer of this.known) all.push(await silencer.inForce(ctx, tx));
    return (notification, destination) => {
      for (const silenceOf of all) {
        const silence = silenceOf(notification, destination);
        if (silence !== undefined) return silence;
      }
      return undefined;
    };
  }
}
