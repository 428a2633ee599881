import type { FastifyInstance } from 'fastify';
import type { Slack } from '../slack.js';

export function registerPage(_server: FastifyInstance, _slack: Slack): void {}
