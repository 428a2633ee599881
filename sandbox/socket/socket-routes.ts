import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { PageHub } from '../page/page-hub.js';
import type { Slack } from '../slack.js';

/** `/link/`, where `apps.connections.open` sends a client, and `/page/socket`, where the page hears what is new. */
export function registerSockets(server: Server, slack: Slack): PageHub {
  const sockets = new WebSocketServer({ noServer: true });
  const pages = new PageHub(slack);
  server.on('upgrade', (request, stream: Duplex, head) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox');
    if (pathname === '/page/socket' && pages.accepts(request)) {
      sockets.handleUpgrade(request, stream, head, (socket) => pages.connect(socket));
      return;
    }
    const appId = pathname === '/link/' ? slack.sockets.useTicket(searchParams) : undefined;
    if (appId === undefined || slack.world.apps.get(appId)?.socketMode !== true) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      slack.sockets.connect(appId, socket, searchParams.get('debug_reconnects') === 'true');
    });
  });
  return pages;
}
