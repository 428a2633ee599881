// The bare sink: node:http in a process of its own that answers as Slack does to a post, whatever it is asked. It tells
// what came: GET / answers {requests, connections, firstAt, lastAt, sample}, and begins anew.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { SinkReport } from './sink-report.js';

const ANSWER = JSON.stringify({
  ok: true,
  channel: 'C0BENCH0000',
  ts: '1800000000.000100',
  message: {
    type: 'message',
    user: 'U0SWITCHBD',
    bot_id: 'B0SWITCHBD',
    text: 'x'.repeat(400),
    ts: '1800000000.000100',
  },
});
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': String(Buffer.byteLength(ANSWER)),
};

let sockets = new Set<Socket>();
let requests = 0;
let firstAt = 0;
let lastAt = 0;
let sample: SinkReport['sample'];

function keep(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { url: path = '', headers } = request;
    sample = { path, headers: headers as Record<string, string>, body: Buffer.concat(chunks).toString() };
  });
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    const told: SinkReport = { requests, connections: sockets.size, firstAt, lastAt, sample };
    [requests, sockets, sample] = [0, new Set(), undefined];
    response.end(JSON.stringify(told));
    return;
  }
  if (requests === 0) {
    firstAt = performance.now();
    keep(request);
  } else request.resume();
  requests += 1;
  sockets.add(request.socket);
  request.on('end', () => {
    lastAt = performance.now();
    response.writeHead(200, HEADERS).end(ANSWER);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`sink: listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
