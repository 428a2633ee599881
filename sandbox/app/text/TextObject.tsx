import { useMemo } from 'preact/hooks';
import { isObject, text, type Json } from '../../json.js';
import { channelOf, here, now, person } from '../state/store.js';
import { go } from '../state/place.js';
import { slackDate, wholeTime } from './dates.js';
import { Emoji } from './Emoji.js';
import { parseMrkdwn, parsePlain, type Piece } from './parse-mrkdwn.js';

/** Text with mrkdwn in it. */
export function Mrkdwn({ source }: { source: string }) {
  const pieces = useMemo(() => parseMrkdwn(source), [source]);
  return <Pieces pieces={pieces} />;
}

/** A text object of Block Kit, `plain_text` or `mrkdwn`; a bare string counts as plain. */
export function TextObject({ value }: { value: Json | undefined }) {
  if (typeof value === 'string') return <Pieces pieces={parsePlain(value)} />;
  if (!isObject(value)) return null;
  if (value.type === 'mrkdwn') return <Mrkdwn source={text(value.text)} />;
  return <Pieces pieces={parsePlain(text(value.text), value.emoji !== false)} />;
}

/** What a text object says, for labels. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : isObject(value) ? text(value.text) : '';
}

export function Pieces({ pieces }: { pieces: Piece[] }) {
  return (
    <>
      {pieces.map((piece, index) => (
        <One key={index} piece={piece} />
      ))}
    </>
  );
}

function One({ piece }: { piece: Piece }) {
  switch (piece.kind) {
    case 'text':
      return <>{piece.text}</>;
    case 'break':
      return <br />;
    case 'code':
      return <code>{piece.text}</code>;
    case 'pre':
      return <pre>{piece.text}</pre>;
    case 'bold':
      return (
        <strong>
          <Pieces pieces={piece.pieces} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Pieces pieces={piece.pieces} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Pieces pieces={piece.pieces} />
        </s>
      );
    case 'quote':
      return (
        <blockquote>
          <Pieces pieces={piece.pieces} />
        </blockquote>
      );
    case 'emoji':
      return <Emoji name={piece.name} />;
    case 'user':
      return <UserMention id={piece.id} label={piece.label} />;
    case 'channel':
      return <ChannelMention id={piece.id} label={piece.label} />;
    case 'group':
      return <GroupMention id={piece.id} label={piece.label} />;
    case 'broadcast':
      return <span class="mention me">@{piece.range}</span>;
    case 'date':
      return <SlackDate {...piece} />;
    case 'link':
      return (
        <a href={piece.url} target="_blank" rel="noopener noreferrer">
          <Pieces pieces={piece.pieces} />
        </a>
      );
  }
}

export function UserMention({ id, label = '' }: { id: string; label?: string }) {
  const name = person(id)?.name || label || id;
  return <span class={here.value?.viewer === id ? 'mention me' : 'mention'}>@{name}</span>;
}

export function ChannelMention({ id, label = '' }: { id: string; label?: string }) {
  const channel = channelOf(id);
  if (!channel) return <span class="mention">#{label || 'private-channel'}</span>;
  return (
    <a
      class="mention"
      href={`?channel=${id}`}
      onClick={(event) => {
        event.preventDefault();
        go({ channel: id });
      }}
    >
      #{channel.name}
    </a>
  );
}

export function GroupMention({ id, label = '' }: { id: string; label?: string }) {
  const handle = here.value?.groups.find((group) => group.id === id)?.handle;
  return <span class="mention">{handle ? `@${handle}` : label || '@group'}</span>;
}

export function SlackDate({
  unix,
  format,
  link,
  fallback,
}: {
  unix: number;
  format: string;
  link?: string;
  fallback: string;
}) {
  const date = new Date(unix * 1000);
  if (Number.isNaN(date.getTime())) return <>{fallback}</>;
  const shown = (
    <time dateTime={date.toISOString()} title={wholeTime(date)}>
      {slackDate(date, format, now())}
    </time>
  );
  if (!link) return shown;
  return (
    <a href={link} target="_blank" rel="noopener noreferrer">
      {shown}
    </a>
  );
}
