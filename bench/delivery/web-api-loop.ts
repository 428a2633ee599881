// The peer: `@slack/web-api` as people use it. One client per workspace, every post begun at once, its own retries.
import { LogLevel, WebClient } from '@slack/web-api';
import { serveJobs } from '../harness/serve-jobs.js';

export interface LoopJob {
  apiUrl: string;
  posts: { token: string; channel: string; text: string }[];
}

serveJobs<LoopJob, { failed: number }>(async ({ apiUrl, posts }) => {
  const clients = new Map<string, WebClient>();
  const clientOf = (token: string) => {
    const known = clients.get(token);
    if (known) return known;
    // It warns of every refusal.
    const client = new WebClient(token, { slackApiUrl: apiUrl, logLevel: LogLevel.ERROR });
    clients.set(token, client);
    return client;
  };
  const done = await Promise.allSettled(
    posts.map(({ token, channel, text }) => clientOf(token).chat.postMessage({ channel, text })),
  );
  return { failed: done.filter(({ status }) => status === 'rejected').length };
});
console.log('loop: ready');
