import type { FastifyInstance } from 'fastify';
import { answerWithFaults } from '../faults/answer-with-faults.js';
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
        const incoming = { kind: 'upload' as const, name: 'upload', body: `${body.length} bytes` };
        return answerWithFaults(slack, incoming, request, reply, () => {
          const bytes = uploadedBytes(request.headers['content-type'], body);
          const file = bytes && slack.files.upload(request.params.ticket, bytes);
          return file
            ? { status: 200, type: 'text/plain', body: `OK - ${file.size}` }
            : { status: 404, type: 'text/plain', body: 'not found' };
        });
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
    if (!file || !allowed)
      return reply.type('text/html; charset=utf-8').send('<!DOCTYPE html><title>Slack</title>');
    if (!file.bytes) return reply.code(404).type('text/plain').send('not found');
    return reply.type(file.mimetype || 'application/octet-stream').send(file.bytes);
  });
}
