import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DeliveryReceipt, Destination } from '../delivery/index.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import type { Notification } from './notification.js';

/** Notifications of one type, with a life and a card of their own. */
export interface NotificationKind {
  /** Does its work, and puts its card into the outbox, in the transaction that stores the notification. */
  accept(
    ctx: WorkspaceContext,
    tx: EntityManager,
    notification: Notification,
    destinations: Destination[],
  ): Promise<DeliveryReceipt[]>;

  /**
   * These were silent when it came in: what lasts is shown there now, in the transaction that ends the silence.
   * @returns whether it lasts; a kind without it has nothing that does
   */
  showLate?(
    ctx: WorkspaceContext,
    tx: EntityManager,
    notification: Notification,
    destinations: Destination[],
  ): Promise<boolean>;
}

/** The port through which modules above take over a type: `alerts` takes "alert". */
@Injectable()
export class NotificationKinds {
  private readonly kinds = new Map<string, NotificationKind>();

  register(type: string, kind: NotificationKind) {
    if (this.kinds.has(type))
      throw new Error(`Two modules want notifications of the type "${type}"; one must give way`);
    this.kinds.set(type, kind);
  }

  of(type: string): NotificationKind | undefined {
    return this.kinds.get(type);
  }
}
