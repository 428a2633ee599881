import type { Destination, Summary } from '../delivery/index.js';
import type { RoutingDecision, RoutingDocument } from './domain/routing.js';
import { stormVerdict } from './domain/storms.js';
import type { FieldDto, ImageDto, LinkDto, NotificationDto, Severity } from './notification.dto.js';

/** Something that happened, in one form, whoever reported it. */
export interface Draft {
  type: string;
  severity: Severity;
  title: string;
  text?: string;
  source?: string;
  labels: Record<string, string>;
  fields: FieldDto[];
  links: LinkDto[];
  image?: ImageDto;
  fingerprint?: string;
  status?: 'firing' | 'resolved';
  /** Overrides routing. */
  channel?: string;
  /** A person, by id or e-mail address: overrides routing with a direct message. */
  to?: string;
  /** A person: shown in `channel` to them alone. */
  onlyTo?: string;
  /** What shares it goes into one thread in each destination. */
  threadKey?: string;
  /** When it happened; the time of its arrival where its sender doesn't say. */
  occurredAt?: Date;
}

/** A draft that was taken in. */
export interface Notification extends Draft {
  id: string;
  occurredAt: Date;
  /** How it stands in the summary of a storm; undefined where it is always sent as itself. */
  summary?: Summary;
}

/** A notification as people send it; null is the same as nothing. */
export function draftOf(dto: NotificationDto): Draft {
  // A template that found nothing to say leaves an empty text; taken as an identity it would tie strangers together.
  const fingerprint = dto.fingerprint || undefined;
  const tied = fingerprint !== undefined || dto.status != null;
  return {
    type: dto.type ?? (tied ? 'alert' : 'message'),
    severity: dto.severity ?? 'info',
    title: dto.title,
    text: dto.text ?? undefined,
    source: dto.source ?? undefined,
    labels: dto.labels ?? {},
    fields: dto.fields ?? [],
    links: dto.links ?? [],
    image: dto.image ?? undefined,
    fingerprint,
    status: dto.status ?? undefined,
    channel: dto.channel ?? undefined,
    to: personIn(dto.to),
    onlyTo: personIn(dto.only_to),
    threadKey: dto.thread_key || undefined,
    occurredAt: dto.occurred_at == null ? undefined : new Date(dto.occurred_at),
  };
}

/** An e-mail address is the same in capitals; ids have nothing else. */
const personIn = (person: string | null | undefined): string | undefined =>
  person?.includes('@') ? person.toLowerCase() : (person ?? undefined);

/** How it may stand in the summary of a storm. */
export function summaryOf({ storms }: RoutingDocument, draft: Draft): Summary | undefined {
  const { threshold } = stormVerdict(storms, draft);
  return threshold === null
    ? undefined
    : { source: draft.source ?? draft.type, title: draft.title, threshold };
}

/** As the outbox takes them. */
export const placesOf = ({
  destinations,
  at_most_once: once,
  mentions = {},
}: RoutingDecision): Destination[] =>
  destinations.map((address) => ({
    address,
    ...(once.includes(address) ? { ifUnsure: 'leave' as const } : {}),
    ...(Object.hasOwn(mentions, address) ? { mention: mentions[address] } : {}),
  }));
