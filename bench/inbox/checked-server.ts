// The ceiling: node:http and the check of Slack's signature, nothing else. It stores nothing.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEMO_SIGNING_SECRET } from '../../sandbox/demo.js';

const WINDOW_S = 300;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': given } = request.headers;
    const hmac = createHmac('sha256', DEMO_SIGNING_SECRET).update(`v0:${String(timestamp)}:`);
    const expected = Buffer.from(`v0=${hmac.update(Buffer.concat(chunks)).digest('hex')}`);
    const signature = Buffer.from(String(given));
    const fresh = Math.abs(Date.now() / 1_000 - Number(timestamp)) <= WINDOW_S;
    const good = fresh && signature.length === expected.length && timingSafeEqual(signature, expected);
    response.writeHead(good ? 200 : 401, { 'content-length': '0' }).end();
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`checked: listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
