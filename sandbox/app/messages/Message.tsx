import { useMemo, useState } from 'preact/hooks';
import { objects, text, type JsonObject } from '../../json.js';
import type { ShownFile, ShownMessage } from '../../page/shown.js';
import { Blocks } from '../blocks/Blocks.js';
import { SurfaceContext } from '../elements/context.js';
import { Avatar } from '../kit/Avatar.js';
import { Icon } from '../kit/Icon.js';
import { go } from '../state/place.js';
import { formAt } from '../state/form.js';
import { here, now, person, threads } from '../state/store.js';
import { ago, clockTime, timeOf, wholeTime } from '../text/dates.js';
import { Mrkdwn } from '../text/TextObject.js';
import { editing } from './actions.js';
import { MessageEditor } from './MessageEditor.js';
import { Reactions } from './Reactions.js';
import { Toolbar } from './Toolbar.js';

interface Props {
  channel: string;
  message: ShownMessage;
  follows: boolean;
  tabIndex: number;
  /** In the pane of its thread: no way into the thread that one is in. */
  inThread?: boolean;
}

/** One message: who, when, what, and what can be done with it. */
export function Message({ channel, message, follows, tabIndex, inThread = false }: Props) {
  const author = person(message.user);
  const name = message.name ?? author?.realName ?? 'Slackbot';
  const at = timeOf(message.ts);
  const isTombstone = message.subtype === 'tombstone';
  const isEdited = editing.value === message.ts;
  // Thousands of messages fly past; who touches one gets its tools.
  const [touched, setTouched] = useState(false);
  const touch = () => setTouched(true);
  const classes = [
    'message',
    follows ? 'follows' : '',
    message.only ? 'only' : '',
    message.pinned ? 'pinned' : '',
  ];
  return (
    <article
      class={classes.join(' ')}
      data-row={message.ts}
      tabIndex={tabIndex}
      onPointerEnter={touch}
      onFocusCapture={touch}
      aria-label={`${name}, ${clockTime(at)}`}
    >
      <div class="gutter">
        {follows ? (
          <time class="small-time" dateTime={at.toISOString()}>
            {clockTime(at)}
          </time>
        ) : (
          <Avatar person={author} name={name} icon={message.icon} />
        )}
      </div>
      <div class="message-body">
        {message.pinned && (
          <div class="mark">
            <Icon name="pin" size={12} /> Pinned
          </div>
        )}
        {message.only && <div class="mark">Only visible to you</div>}
        {message.subtype === 'thread_broadcast' && !inThread && <div class="mark">replied to a thread</div>}
        {!follows && (
          <div class="by">
            <strong>{name}</strong>
            {message.app !== undefined && <span class="tag">APP</span>}
            {author?.foreign && <span class="tag">{author.company}</span>}
            <time dateTime={at.toISOString()} title={wholeTime(at)}>
              {clockTime(at)}
            </time>
          </div>
        )}
        {isEdited ? (
          <MessageEditor channel={channel} message={message} />
        ) : (
          <Content channel={channel} message={message} />
        )}
        {message.files?.map((file) => (
          <FileCard key={file.id} file={file} />
        ))}
        {message.reactions && <Reactions channel={channel} message={message} reactions={message.reactions} />}
        {!inThread && <Replies message={message} />}
      </div>
      {touched && !isTombstone && !isEdited && (
        <Toolbar channel={channel} message={message} inThread={inThread} />
      )}
    </article>
  );
}

function Content({ channel, message }: { channel: string; message: ShownMessage }) {
  const form = formAt({ channel, ts: message.ts }, here.value?.viewer ?? '');
  const surface = useMemo(() => ({ form, kind: 'message' as const, errors: {} }), [form]);
  const edited = message.edited && <span class="edited"> (edited)</span>;
  return (
    <SurfaceContext.Provider value={surface}>
      {message.blocks ? (
        <Blocks blocks={message.blocks} />
      ) : (
        message.text !== '' && (
          <div class="text">
            <Mrkdwn source={message.text} />
            {edited}
          </div>
        )
      )}
      {message.attachments?.map((attachment, index) => (
        <Attachment key={index} attachment={attachment} />
      ))}
      {(message.blocks || message.text === '') && edited}
      {form.problem.value !== null && (
        <p class="problem" role="alert">
          <Icon name="alert" size={14} /> {form.problem.value}
        </p>
      )}
    </SurfaceContext.Provider>
  );
}

const COLORS: Record<string, string> = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' };

function Attachment({ attachment }: { attachment: JsonObject }) {
  const given = text(attachment.color).replace('#', '');
  const color = /^[0-9a-f]{6}$/i.test(given) ? `#${given}` : COLORS[given];
  const link = text(attachment.title_link);
  const fields = objects(attachment.fields);
  const image = text(attachment.image_url);
  return (
    <div class="attachment" style={color ? { borderColor: color } : {}}>
      {text(attachment.pretext) !== '' && (
        <div>
          <Mrkdwn source={text(attachment.pretext)} />
        </div>
      )}
      {text(attachment.author_name) !== '' && <small>{text(attachment.author_name)}</small>}
      {text(attachment.title) !== '' && (
        <strong>
          {/^https?:/i.test(link) ? (
            <a href={link} target="_blank" rel="noopener noreferrer">
              {text(attachment.title)}
            </a>
          ) : (
            text(attachment.title)
          )}
        </strong>
      )}
      {text(attachment.text) !== '' && (
        <div class="text">
          <Mrkdwn source={text(attachment.text)} />
        </div>
      )}
      {fields.length > 0 && (
        <div class="fields">
          {fields.map((field, index) => (
            <div key={index}>
              <strong>{text(field.title)}</strong>
              <br />
              <Mrkdwn source={text(field.value)} />
            </div>
          ))}
        </div>
      )}
      <Blocks blocks={objects(attachment.blocks)} />
      {/^https?:/i.test(image) && (
        <img class="picture" src={image} alt={text(attachment.fallback)} loading="lazy" />
      )}
      {text(attachment.footer) !== '' && <small>{text(attachment.footer)}</small>}
    </div>
  );
}

function FileCard({ file }: { file: ShownFile }) {
  const address = `/page/files/${file.id}`;
  if (/^image\/(png|jpeg|gif)$/.test(file.mimetype)) {
    return <img class="picture" src={address} alt={file.alt || file.title || file.name} loading="lazy" />;
  }
  return (
    <a class="file-card" href={address} download={file.name}>
      <Icon name="file" />
      <span>
        {file.title || file.name}
        <small>{size(file.size)}</small>
      </span>
    </a>
  );
}

function Replies({ message }: { message: ShownMessage }) {
  const replies = threads.value.get(message.ts);
  const last = replies?.at(-1);
  if (!replies || !last) return null;
  const users = [...new Set(replies.map(({ user }) => user))].slice(0, 4);
  return (
    <button type="button" class="replies" onClick={() => go({ thread: message.ts })}>
      {users.map((id) => (
        <Avatar key={id} person={person(id)} name={person(id)?.realName ?? id} size={20} />
      ))}
      <b>
        {replies.length} {replies.length === 1 ? 'reply' : 'replies'}
      </b>
      <span>last {ago(timeOf(last.ts), now())}</span>
    </button>
  );
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
