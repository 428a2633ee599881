import type { FastifyInstance } from 'fastify';
import { plainHeaders } from '../http/fields.js';
import type { Slack } from '../slack.js';
import { uploadedBytes } from './multipart.js';

const MAX_UPLOAD_BYTES = 64 * 1024 * 1024;

/** The upload URLs, and where the bytes can be had again with the token (facts, section 17). */
export async function registerFiles(server: FastifyInstance, slack: Slack): Promise<void> {
  await server.register(async (scope) => {
    // Bytes, not text: everything else here reads bodies as they were typed.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

    scope.post<{ Params: { ticket: string } }>(
      '/upload/v1/:ticket',
      { bodyLimit: MAX_UPLOAD_BYTES },
      async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const entry = slack.log.begin({
          direction: 'in',
          kind: 'upload',
          method: 'POST',
          url: request.url,
          name: 'upload',
          headers: plainHeaders(request.headers),
          request: `${body.length} bytes`,
        });
        const bytes = uploadedBytes(request.headers['content-type'], body);
        const file = bytes && slack.files.upload(request.params.ticket, bytes);
        const [status, answer] = file ? [200, `OK - ${file.size}`] : [404, 'not found'];
        slack.log.end(entry, { status, response: answer });
        return reply.code(status).type('text/plain').send(answer);
      },
    );
  });

  server.get<{ Params: { '*': string } }>('/files-pri/*', async (request, reply) => {
    const id = /-(F[A-Z0-9]+)\//.exec(request.params['*'])?.[1] ?? '';
    const file = slack.files.find(id);
    const token = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const caller = slack.world.tokens.get(token);
    const allowed =
      caller?.state === 'live' && caller.teamId === file?.teamId && caller.scopes.includes('files:read');
    // Without the token Slack shows its sign-in page instead, with 200 (well known; *unverified*).
    if (!file?.bytes || !allowed)
      return reply.type('text/html; charset=utf-8').send('<!DOCTYPE html><title>Slack</title>');
    return reply.type(file.mimetype || 'application/octet-stream').send(file.bytes);
  });
}
