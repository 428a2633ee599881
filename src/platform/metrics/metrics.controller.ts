import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Metrics } from './metrics.js';

/** In every role: a worker's figures are its own. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  async show(@Res() reply: FastifyReply) {
    const { type, body } = await this.metrics.text();
    await reply.type(type).send(body);
  }
}
