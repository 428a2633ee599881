import { Client } from 'undici';
import { quantile } from './quantile.js';

export interface LoadRequest {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Load {
  /** `http://host:port`. */
  url: string;
  /** Kept alive; on each, the next request begins when the last is answered. */
  connections: number;
  requests: number;
  /** The request of this number, from 0. */
  request(index: number): LoadRequest;
  /** What a good answer begins with. */
  expect: string;
}

export interface LoadResult {
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** Posts as fast as answers come. An answer that is not as expected ends it: nobody wants the speed of refusals. */
export async function closedLoop(load: Load): Promise<LoadResult> {
  const { url, connections, requests, expect } = load;
  const took = new Float64Array(requests);
  let next = 0;
  const clients = Array.from({ length: connections }, () => new Client(url, { pipelining: 1 }));
  const began = performance.now();
  try {
    await Promise.all(
      clients.map(async (client) => {
        for (let index = next++; index < requests; index = next++) {
          const { path, headers, body } = load.request(index);
          const sentAt = performance.now();
          const answer = await client.request({ method: 'POST', path, headers, body });
          const text = await answer.body.text();
          took[index] = performance.now() - sentAt;
          if (answer.statusCode !== 200 || !text.startsWith(expect)) {
            throw new Error(`${url}${path} answered ${answer.statusCode} ${text.slice(0, 200)}`);
          }
        }
      }),
    );
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
  const seconds = (performance.now() - began) / 1000;
  took.sort();
  return { seconds, perSecond: requests / seconds, p50Ms: quantile(took, 0.5), p99Ms: quantile(took, 0.99) };
}
