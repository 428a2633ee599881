import { html, Html } from '../http/html.js';
import type { Channel, Team, User } from '../workspace/model.js';
import type { World } from '../workspace/world.js';
import { emojiHtml } from './emoji.js';
import { PAGE_STYLE } from './page-style.js';
import { renderMessages } from './render-messages.js';
import { pageShell } from './shell.js';

const LOCK = new Html(`${emojiHtml('lock') ?? ''} `);

/** What a person looks at: which workspace, as whom, which channel. */
export interface View {
  world: World;
  team: Team;
  viewer: User;
  channel: Channel;
  theme: string;
}

/** The page where people read, click and type. */
export function workspacePage(view: View): string {
  const { world, team, viewer, channel, theme } = view;
  const title = channelTitle(view, channel);
  const people = world.usersOf(team.id).filter((user) => !user.isBot && !user.deleted);
  const body = html`<div class="frame">
      <header class="top">
        <b>${team.name}</b>
        <label for="user">You are</label>
        <select id="user">
          ${people.map(
            (user) =>
              html`<option value="${user.id}" ${user.id === viewer.id ? html`selected` : null}>
                ${user.realName}
              </option>`,
          )}
        </select>
      </header>
      <nav class="sidebar" id="sidebar" aria-label="Channels">${renderSidebar(view)}</nav>
      <main
        class="main"
        data-channel="${channel.id}"
        data-user="${viewer.id}"
        data-revision="${world.revision}"
      >
        <div class="head">
          <h1>${channel.kind === 'private' ? LOCK : null}${title}</h1>
          <p>${channel.kind === 'im' ? 'Direct message' : channel.topic.value || channel.purpose.value}</p>
        </div>
        <div class="messages" id="messages" tabindex="0" aria-label="Messages">
          ${renderMessages(world, channel, viewer)}
        </div>
        <div>
          <div id="trouble" role="alert" hidden></div>
          ${renderComposer(channel, title)}
        </div>
      </main>
    </div>
    <script src="/page/script.js" defer></script>`;
  return pageShell(`${title} · ${team.name}`, body, PAGE_STYLE, theme);
}

/** The channels that the viewer sees, their direct messages, and the workspace's apps. */
export function renderSidebar(view: View): Html {
  const { world, team, viewer } = view;
  const mine = world
    .channelsOf(team.id)
    .filter((channel) => channel.kind === 'public' || channel.members.has(viewer.id));
  const rooms = mine.filter(({ kind }) => kind === 'public' || kind === 'private');
  const direct = mine.filter(({ kind }) => kind === 'im' || kind === 'mpim');
  return html`<h2>Channels</h2>
    ${rooms.map((channel) => renderLink(view, channel))}
    ${direct.length > 0 ? html`<h2>Direct messages</h2>` : null}
    ${direct.map((channel) => renderLink(view, channel))}
    <h2>Apps</h2>
    ${[...world.apps.values()].map((app) => {
      const installed = world.installation(app.id, team.id) !== undefined;
      return html`<div class="app-line">
        <span class="dot${installed ? '' : ' off'}"></span>${app.name}
        ${installed ? null : html`<small>not installed</small>`}
      </div>`;
    })}`;
}

function renderLink(view: View, channel: Channel): Html {
  const on = channel.id === view.channel.id;
  const query = new URLSearchParams({ channel: channel.id, user: view.viewer.id });
  if (view.theme !== '') query.set('theme', view.theme);
  const classes = [on ? 'on' : '', channel.archived ? 'archived' : ''].join(' ').trim();
  return html`<a
    href="/?${query.toString()}"
    class="${classes}"
    data-channel="${channel.id}"
    data-revision="${channel.revision}"
    ${on ? html`aria-current="page"` : null}
    >${channel.kind === 'private' ? LOCK : null}${channelTitle(view, channel)}</a
  >`;
}

function renderComposer(channel: Channel, title: string): Html {
  if (channel.archived) return html`<p class="closed">This channel is archived.</p>`;
  return html`<div class="composer">
    <div class="replying" hidden>Replying in a thread <button type="button">cancel</button></div>
    <form autocomplete="off">
      <input name="text" placeholder="Message ${title}, or type a /command" aria-label="Message ${title}" />
      <button class="button primary">Send</button>
    </form>
  </div>`;
}

function channelTitle({ world, viewer }: View, channel: Channel): string {
  if (channel.kind === 'public') return `# ${channel.name}`;
  if (channel.kind === 'private') return channel.name;
  const others = [...channel.members].filter((id) => id !== viewer.id);
  return others.map((id) => world.users.get(id)?.realName ?? id).join(', ') || viewer.realName;
}
