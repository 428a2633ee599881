import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type MentionSource, Mentions } from '../delivery/index.js';
import { nearest } from '../platform/domain/index.js';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { userMention } from '../slack/index.js';
import { readMention } from './domain/mention.js';
import type { RoutingDocument } from './domain/routing.js';
import { OnCallDirectory } from './on-call-directory.js';

/** Whom routes mention: checked when a document is applied, found when a card is posted. */
@Injectable()
export class RouteMentions implements MentionSource, OnModuleInit {
  constructor(
    private readonly mentions: Mentions,
    private readonly onCall: OnCallDirectory,
  ) {}

  onModuleInit() {
    this.mentions.use(this);
  }

  async wordsOf(ctx: WorkspaceContext, text: string): Promise<string> {
    const mention = readMention(text);
    if (mention === undefined) return 'This route mentions nobody that I know';
    if (mention.kind === 'user') return userMention(mention.id);
    if (mention.kind === 'group') return `<!subteam^${mention.id}>`;
    if (mention.kind !== 'oncall') return `<!${mention.kind}>`;
    const { rotation } = mention;
    const userId = await this.onCall.onCallNow(ctx, rotation);
    return userId === undefined
      ? `:warning: Nobody is on call: there is no rotation ${rotation} any more`
      : `${userMention(userId)} is on call for ${rotation}`;
  }

  /** A typo must not be found out by the alert of which nobody is told. @throws InvalidBodyError */
  async refuseUnknown(ctx: WorkspaceContext, { routes }: RoutingDocument): Promise<void> {
    const named = routes.flatMap(({ to }, route) =>
      to.flatMap(({ mention }, index) => {
        const read = mention == null ? undefined : readMention(mention);
        return read?.kind === 'oncall' ? [{ rotation: read.rotation, route, index }] : [];
      }),
    );
    if (named.length === 0) return;
    const known = await this.onCall.names(ctx);
    const faults = named
      .filter(({ rotation }) => !known.includes(rotation))
      .map(({ rotation, route, index }) => ({
        pointer: `/routes/${route}/to/${index}/mention`,
        detail: `There is no rotation "${rotation}". ${adviceFor(rotation, known)}`,
      }));
    if (faults.length === 0) return;
    const detail = 'The routing document mentions rotations that there aren’t; nothing was applied.';
    throw new InvalidBodyError({ detail, faults });
  }
}

function adviceFor(rotation: string, known: string[]): string {
  const near = nearest(rotation, known);
  return near === undefined ? 'Make it with POST /v1/oncall' : `Did you mean "oncall:${near}"?`;
}
