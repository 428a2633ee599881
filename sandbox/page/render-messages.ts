import { html, type Html } from '../http/html.js';
import { objects, text, type JsonObject } from '../json.js';
import type { Channel, Message, User } from '../workspace/model.js';
import type { World } from '../workspace/world.js';
import { mrkdwn, type Names } from './mrkdwn.js';
import { renderBlocks } from './render-blocks.js';

/** A channel's messages as `viewer` sees them, replies under their parents. */
export function renderMessages(world: World, channel: Channel, viewer: User): Html {
  const names = namesOf(world);
  const visible = channel.messages.filter(
    (message) => message.ephemeralTo === undefined || message.ephemeralTo === viewer.id,
  );
  const threads = new Map<string, Message[]>();
  const top: Message[] = [];
  for (const message of visible) {
    const parent = text(message.body.thread_ts);
    if (parent === '' || parent === message.ts || !channel.byTs.has(parent)) top.push(message);
    else threads.set(parent, [...(threads.get(parent) ?? []), message]);
  }
  if (top.length === 0) return html`<p class="empty">Nothing has been said here yet.</p>`;
  return html`${top.map((message) => {
    const replies = threads.get(message.ts) ?? [];
    return html`<article class="message${message.ephemeralTo ? ' ephemeral' : ''}" data-ts="${message.ts}">
      ${renderMessage(world, message, names)}
      ${
        replies.length > 0
          ? html`<div class="thread">
              <div class="count">${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}</div>
              ${replies.map(
                (reply) =>
                  html`<article class="message reply" data-ts="${reply.ts}">
                    ${renderMessage(world, reply, names)}
                  </article>`,
              )}
            </div>`
          : null
      }
    </article>`;
  })}`;
}

function renderMessage(world: World, message: Message, names: Names): Html {
  const { body } = message;
  const author = world.users.get(text(body.user));
  const name = text(body.username) || (author?.isBot ? author.realName : author?.realName) || 'Slackbot';
  const blocks = objects(body.blocks);
  const isApp = typeof body.bot_id === 'string';
  return html`<div class="avatar" style="background:#${author?.color ?? '888'}" aria-hidden="true">
      ${name.slice(0, 1)}
    </div>
    <div class="said">
      <div class="by">
        <strong>${name}</strong>${isApp ? html`<span class="app-tag">APP</span>` : null}
        ${renderTime(message.ts)}
        ${message.ephemeralTo ? html`<span class="only">Only visible to you</span>` : null}
        <button type="button" class="reply-to" data-reply="${text(body.thread_ts) || message.ts}">
          Reply in thread
        </button>
      </div>
      ${
        blocks.length > 0
          ? renderBlocks(blocks, names)
          : html`<div class="text">${mrkdwn(text(body.text), names)}</div>`
      }
      ${objects(body.attachments).map((attachment) => renderAttachment(attachment, names))}
      ${body.edited ? html`<span class="edited">(edited)</span>` : null}
      <div class="problem" role="alert" hidden></div>
    </div>`;
}

function renderAttachment(attachment: JsonObject, names: Names): Html {
  const color = /^#?[0-9a-f]{6}$/i.test(text(attachment.color))
    ? `#${text(attachment.color).replace('#', '')}`
    : ({ good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' }[text(attachment.color)] ?? 'var(--line)');
  return html`<div class="attachment" style="border-color:${color}">
    ${attachment.title ? html`<strong>${text(attachment.title)}</strong>` : null}
    ${attachment.text ? html`<div class="text">${mrkdwn(text(attachment.text), names)}</div>` : null}
    ${renderBlocks(objects(attachment.blocks), names)}
  </div>`;
}

/** In UTC; the page's script turns it to the reader's own time. */
function renderTime(ts: string): Html {
  const iso = new Date(Number(ts) * 1000).toISOString();
  return html`<time datetime="${iso}">${iso.slice(11, 16)}</time>`;
}

function namesOf(world: World): Names {
  return {
    user: (id) => world.users.get(id)?.name ?? id,
    channel: (id) => world.channels.get(id)?.name ?? id,
  };
}
