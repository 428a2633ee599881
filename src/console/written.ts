import type { FastifyRequest } from 'fastify';
import { maskSecrets } from '../platform/logging/log.js';

/** What people write into the console's forms. What is not named, as a webhook's URL, is a secret or nobody's words. */
const WORDS: Readonly<Record<string, string>> = {
  document: 'Document',
  name: 'Name',
  scope: 'It may',
  title: 'Title',
  type: 'Type',
  severity: 'Severity',
  source: 'Source',
  labels: 'Labels',
  error: 'Words in the reason',
  channel: 'Channel',
};
const WEBHOOK = /https:\/\/hooks\.slack[\w.-]*\/[^\s"']*/g;

export interface Written {
  field: string;
  label: string;
  text: string;
}

/** What somebody wrote into a form that was not taken, so that it can be given back. Another site's words are not shown as theirs. */
export function writtenIn(request: FastifyRequest): Written[] {
  const from = request.headers['sec-fetch-site'];
  if (from !== undefined && from !== 'same-origin') return [];
  if (!Buffer.isBuffer(request.body)) return [];
  const form = new URLSearchParams(request.body.toString('utf8'));
  return Object.entries(WORDS).flatMap(([field, label]) => {
    const text = form.getAll(field).join(', ');
    if (text.trim() === '') return [];
    return [{ field, label, text: maskSecrets(text).replaceAll(WEBHOOK, '[a webhook’s URL]') }];
  });
}
