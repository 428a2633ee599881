import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Slack } from '../slack.js';
import { systemTimer } from '../timer.js';
import { AppWatch } from './app-watch.js';
import { PageConnection } from './page-connection.js';

/** Changes that come within this much of the world's time are told together. */
const GATHER_MS = 30;

/** Every page that is open, each over a WebSocket of its own. While there is none, nothing is watched or counted. */
export class PageHub {
  private readonly connections = new Set<PageConnection>();
  private readonly sockets = new Set<WebSocket>();
  private readonly apps: AppWatch;
  private stirred?: () => void;
  private readonly stir = () => {
    this.stirred ??= systemTimer.after(GATHER_MS, () => {
      this.stirred = undefined;
      for (const connection of this.connections) void connection.update();
    });
  };

  constructor(private readonly slack: Slack) {
    this.apps = new AppWatch(slack, this.stir);
  }

  /** A page of this very Slack, and of no other site that a browser has open. */
  accepts({ headers }: IncomingMessage): boolean {
    const { origin, host } = headers;
    return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
  }

  connect(socket: WebSocket): void {
    const connection = new PageConnection(
      this.slack,
      this.apps,
      (frame) => socket.send(JSON.stringify(frame)),
      this.stir,
    );
    this.connections.add(connection);
    this.sockets.add(socket);
    if (this.connections.size === 1) this.wake();
    socket.on('message', (data: Buffer) => connection.hear(data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.connections.delete(connection);
      this.sockets.delete(socket);
      if (this.connections.size === 0) this.rest();
    });
  }

  /** Ends every connection; the pages try again until another sandbox is there. */
  close(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  private wake(): void {
    this.slack.world.listeners.add(this.stir);
    this.slack.log.observers.add(this.observe);
    this.apps.watch(true);
  }

  private rest(): void {
    this.slack.world.listeners.delete(this.stir);
    this.slack.log.observers.delete(this.observe);
    this.apps.watch(false);
    this.stirred?.();
    this.stirred = undefined;
  }

  private readonly observe: Parameters<Slack['log']['observers']['add']>[0] = (entry) => {
    this.apps.note(entry);
    this.stir();
  };
}
