import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { parseKeyring } from '../platform/crypto/keyring.js';
import { LinkSigner } from '../platform/crypto/link-signer.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';

/**
 * Where a message can be read as it was meant, when Slack shows less of it. Whoever has the link can read it: it goes to
 * the people who see the message, and can't be guessed.
 */
@Injectable()
export class FullMessageLink {
  private readonly signer: LinkSigner;

  constructor(private readonly config: Config) {
    this.signer = new LinkSigner(parseKeyring(config.encryptionKeys ?? ''), 'full message');
  }

  of({ workspaceId }: WorkspaceContext, deliveryId: string): string {
    const signature = this.signer.sign(named(workspaceId, deliveryId));
    return `${this.config.publicUrl}/messages/${encodeURIComponent(workspaceId)}/${deliveryId}/${signature}`;
  }

  /** Whose message somebody may read with a link of these parts; undefined where we didn't make it. */
  opens(workspaceId: string, deliveryId: string, signature: string): WorkspaceContext | undefined {
    return this.signer.verify(named(workspaceId, deliveryId), signature) ? { workspaceId } : undefined;
  }
}

/** No part has a slash: no two pairs are named alike. */
const named = (workspaceId: string, deliveryId: string) =>
  `${encodeURIComponent(workspaceId)}/${encodeURIComponent(deliveryId)}`;
