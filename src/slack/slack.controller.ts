import { Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { RawBody } from '../platform/http/json-body.js';
import { SlackIntake, type SlackPayload } from './slack-intake.js';
import { SlackSignatureGuard } from './slack-signature.guard.js';

/** Everything that Slack sends may come to /slack/events; the others are the same by kind. */
@ApiExcludeController()
@Controller('slack')
@UseGuards(SlackSignatureGuard)
export class SlackController {
  constructor(private readonly intake: SlackIntake) {}

  @Post(['events', 'interactions', 'commands', 'options'])
  @HttpCode(200)
  @RawBody()
  async receive(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const retryNum = request.headers['x-slack-retry-num'];
    const retryReason = request.headers['x-slack-retry-reason'];
    const answer = await this.intake.answer(
      payloadOf(request),
      {
        num: typeof retryNum === 'string' ? Number(retryNum) : undefined,
        reason: typeof retryReason === 'string' ? retryReason : undefined,
      },
      String(request.id),
    );
    await reply.status(answer.status).send(answer.body ?? '');
  }
}

/**
 * A JSON body, a form with its JSON in `payload`, or a command's plain form.
 * @throws InvalidBodyError
 */
export function payloadOf(request: Pick<FastifyRequest, 'body' | 'headers'>): SlackPayload {
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded'))
    return parse(text);
  const form = new URLSearchParams(text);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : parse(payload);
}

function parse(json: string): SlackPayload {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new InvalidBodyError({ detail: 'The payload is not JSON.', cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as SlackPayload;
  throw new InvalidBodyError({ detail: 'The payload is not a JSON object.' });
}
