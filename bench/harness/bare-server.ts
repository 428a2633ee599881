// The ceiling: node:http and nothing else. Reads each request to its end and answers BARE_ANSWER, a constant JSON.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const answer = process.env.BARE_ANSWER ?? '{"ok":true}';
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': String(Buffer.byteLength(answer)),
};

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, headers).end(answer));
});
server.listen(0, '127.0.0.1', () => {
  console.log(`bare: listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
