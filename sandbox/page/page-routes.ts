import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { formValues } from '../http/fields.js';
import { text } from '../json.js';
import type { Slack } from '../slack.js';
import { searchMessages } from './search.js';
import { firstPerson } from './show-workspace.js';

/** `dist/page`, from the compiled program and from the sources alike. */
const BUILT = ['../../page/', '../../dist/page/']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(join(path, 'index.html')));

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** Only pictures come from elsewhere: an app's messages name them, and nobody knows from where. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: http: https:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const YEAR = 'public, max-age=31536000, immutable';
/** Pictures are shown; all else is given to keep, and never runs here. */
const SHOWN_TYPES = ['image/png', 'image/jpeg', 'image/gif'];

/** `/` for people, what it is built from, and what it asks for besides its WebSocket. */
export function registerPage(server: FastifyInstance, slack: Slack): void {
  server.get('/', async (_request, reply) => {
    reply.headers({
      'content-security-policy': POLICY,
      'cache-control': 'no-cache',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    if (BUILT === undefined) {
      return reply.code(503).type('text/plain').send('The page is not built yet: npm run build');
    }
    return reply.type('text/html; charset=utf-8').send(await readFile(join(BUILT, 'index.html'), 'utf8'));
  });

  // Slack's way into a workspace from elsewhere (docs.slack.dev, "deep linking"): here, the same page.
  server.get('/app_redirect', async (request, reply) => {
    const asked = queryOf(request.url);
    const query = new URLSearchParams({ team: text(asked.team), channel: text(asked.channel) });
    return reply.redirect(`/?${query.toString()}`);
  });

  server.get<{ Params: { name: string } }>('/page/:name', async (request, reply) => {
    const { name } = request.params;
    const type = TYPES[name.split('.').at(-1) ?? ''];
    const names = BUILT === undefined ? [] : await readdir(BUILT);
    if (BUILT === undefined || type === undefined || !names.includes(name)) {
      return reply
        .code(404)
        .type('text/plain')
        .send('There is no such file. Was the page built anew? Reload it.');
    }
    const headers = { 'cache-control': YEAR, 'x-content-type-options': 'nosniff' };
    return reply
      .headers(headers)
      .type(type)
      .send(await readFile(join(BUILT, name)));
  });

  server.get('/page/search', async (request, reply) => {
    const { team: teamId, user, q, channel } = queryOf(request.url);
    const team = slack.world.teams.get(text(teamId));
    const viewer = team && (slack.world.user(team.id, text(user)) ?? firstPerson(slack, team));
    if (!team || !viewer) return reply.code(404).send({ error: 'no such workspace or person' });
    return reply.send({ found: searchMessages(slack, team, viewer, text(q), text(channel)) });
  });

  // What `files-pri` gives only with a token, for the person at the page has none.
  server.get<{ Params: { id: string } }>('/page/files/:id', async (request, reply) => {
    const file = slack.files.find(request.params.id);
    if (!file?.bytes) return reply.code(404).type('text/plain').send('There is no such file any more.');
    const shown = SHOWN_TYPES.includes(file.mimetype);
    return reply
      .headers({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      })
      .type(shown ? file.mimetype : 'application/octet-stream')
      .send(file.bytes);
  });
}

function queryOf(url: string): ReturnType<typeof formValues> {
  return formValues(url.split('?')[1] ?? '');
}
