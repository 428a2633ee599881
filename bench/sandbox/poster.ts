// The load: distinct chat.postMessage as JSON, over keep-alive connections, in a process of its own.
import { closedLoop, type LoadResult } from '../harness/closed-loop.js';
import { serveJobs } from '../harness/serve-jobs.js';

export interface PostJob {
  url: string;
  token: string;
  channels: string[];
  posts: number;
  /** Where the numbers of these posts begin, so that no two are alike. */
  from: number;
}

const CONNECTIONS = 16;

serveJobs<PostJob, LoadResult>(({ url, token, channels, posts, from }) => {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json; charset=utf-8',
  };
  return closedLoop({
    url,
    connections: CONNECTIONS,
    requests: posts,
    expect: '{"ok":true',
    request: (index) => ({
      path: '/api/chat.postMessage',
      headers,
      body: JSON.stringify({
        channel: channels[index % channels.length],
        text: `Disk of db-${(from + index) % 100} is ${index % 100} % full (report ${from + index})`,
      }),
    }),
  });
});
