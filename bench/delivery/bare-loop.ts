// The ceiling: a loop over keep-alive connections that posts the same body again and again.
import { Pool } from 'undici';
import { serveJobs } from '../harness/serve-jobs.js';
import type { SinkReport } from './sink-report.js';

export interface BareJob {
  url: string;
  connections: number;
  requests: number;
  sample: NonNullable<SinkReport['sample']>;
}

/** Of the connection, not of the message. */
const OWN = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

serveJobs<BareJob, number>(async ({ url, connections, requests, sample: { path, headers: all, body } }) => {
  const headers = Object.fromEntries(Object.entries(all).filter(([name]) => !OWN.has(name)));
  const pool = new Pool(url, { connections, pipelining: 1 });
  let left = requests;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left > 0) {
        left -= 1;
        const answer = await pool.request({ method: 'POST', path, headers, body });
        const { ok } = (await answer.body.json()) as { ok: boolean };
        if (!ok) throw new Error('The sink refused a post');
      }
    }),
  );
  await pool.close();
  return requests;
});
console.log('loop: ready');
