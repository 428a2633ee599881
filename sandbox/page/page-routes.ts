import type { FastifyInstance } from 'fastify';
import { formValues } from '../http/fields.js';
import { text } from '../json.js';
import type { Slack } from '../slack.js';
import { PAGE_SCRIPT } from './page-script.js';
import { renderMessages } from './render-messages.js';
import { renderSidebar, workspacePage, type View } from './workspace-page.js';

/** How long a page's question for changes is held. */
const HOLD_MS = 25_000;

/** `/` for people, and what its script asks for. */
export function registerPage(server: FastifyInstance, slack: Slack): void {
  server.get('/', async (request, reply) => {
    const view = readView(slack, request.url);
    if (!view)
      return reply.code(404).type('text/plain').send('There is no such workspace, person or channel.');
    return reply.type('text/html; charset=utf-8').send(workspacePage(view));
  });

  // Slack's way into a workspace from elsewhere (docs.slack.dev, "deep linking"): here, the same page.
  server.get('/app_redirect', async (request, reply) => {
    const asked = formValues(request.url.split('?')[1] ?? '');
    const query = new URLSearchParams({ team: text(asked.team), channel: text(asked.channel) });
    return reply.redirect(`/?${query.toString()}`);
  });

  server.get('/page/script.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(PAGE_SCRIPT),
  );

  server.get('/page/changes', async (request, reply) => {
    const since = Number(formValues(request.url.split('?')[1] ?? '').since) || 0;
    await slack.world.changed(since, slack.closing ? 0 : HOLD_MS);
    const view = readView(slack, request.url);
    if (!view) return reply.code(404).send({ error: 'gone' });
    return reply.send({
      revision: slack.world.revision,
      sidebar: renderSidebar(view).source,
      messages: renderMessages(view.world, view.channel, view.viewer).source,
    });
  });
}

function readView(slack: Slack, url: string): View | undefined {
  const query = formValues(url.split('?')[1] ?? '');
  const { world } = slack;
  const team = world.teams.get(text(query.team)) ?? [...world.teams.values()][0];
  const viewer = world.user(team.id, text(query.user)) ?? world.usersOf(team.id)[0];
  const wanted = text(query.channel) || 'general';
  const channel = world.channel(team.id, wanted) ?? world.channelsOf(team.id)[0];
  if (text(query.channel) !== '' && channel.id !== wanted && channel.name !== wanted.replace(/^#/, ''))
    return undefined;
  const seen = channel.kind === 'public' || channel.members.has(viewer.id);
  return {
    world,
    team,
    viewer,
    channel: seen ? channel : world.channelsOf(team.id)[0],
    theme: text(query.theme),
  };
}
