import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { SandboxClock } from '../clock/sandbox-clock.js';
import type { Outcome } from '../deliveries/outcome.js';
import { SocketConnection } from './socket-connection.js';
import type { Envelope } from './envelope.js';

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

const MOST_CONNECTIONS = 10;
/** What Slack says in `hello`; `debug_reconnects` shortens it (facts, section 11). */
const LIFETIME_S = 18_060;
const DEBUG_LIFETIME_S = 360;
const WARNING_S = 10;
const HOST = 'applink-sandbox';

/** The WebSockets of every app with Socket Mode (facts, section 11). */
export class SocketHub {
  private readonly tickets = new Map<string, string>();
  private readonly connections = new Map<string, SocketConnection[]>();
  private turn = 0;

  constructor(private readonly clock: SandboxClock) {}

  /** The path for one connection of this app; a ticket is good once (how long is unverified: until it is used). */
  issuePath(appId: string): string {
    const ticket = `${randomBytes(16).toString('hex')}`;
    this.tickets.set(ticket, appId);
    return `/link/?ticket=${ticket}&app_id=${appId}`;
  }

  /** The app that may connect with this path; uses the ticket up. */
  useTicket(query: URLSearchParams): string | undefined {
    const ticket = query.get('ticket') ?? '';
    const appId = this.tickets.get(ticket);
    this.tickets.delete(ticket);
    return appId;
  }

  /** Takes a connection and says hello. */
  connect(appId: string, socket: WebSocket, debugReconnects: boolean): void {
    const others = this.of(appId);
    const timers: (() => void)[] = [];
    const connection = new SocketConnection(socket, () => {
      for (const cancel of timers) cancel();
      this.connections.set(
        appId,
        this.of(appId).filter((one) => one !== connection),
      );
    });
    if (others.length >= MOST_CONNECTIONS) {
      // Slack documents the number and not what the eleventh meets (unverified).
      this.end(connection, 'too_many_websockets');
      return;
    }
    this.connections.set(appId, [...others, connection]);
    const lifetimeS = debugReconnects ? DEBUG_LIFETIME_S : LIFETIME_S;
    timers.push(this.clock.after((lifetimeS - WARNING_S) * 1000, () => this.tell(connection, 'warning')));
    timers.push(this.clock.after(lifetimeS * 1000, () => this.end(connection, 'refresh_requested')));
    connection.say({
      type: 'hello',
      num_connections: others.length + 1,
      connection_info: { app_id: appId },
      debug_info: {
        host: HOST,
        started: new Date(this.clock.now()).toISOString(),
        build_number: 1,
        approximate_connection_time: lifetimeS,
      },
    });
  }

  /** Over one of the app's connections, each in its turn. */
  async deliver(appId: string, envelope: Envelope, deadlineMs: number): Promise<Outcome> {
    const connections = this.of(appId);
    if (connections.length === 0) {
      return { status: null, headers: {}, body: '', ms: 0, failure: 'connection_failed' };
    }
    this.turn += 1;
    return connections[this.turn % connections.length].deliver(envelope, deadlineMs);
  }

  count(appId: string): number {
    return this.of(appId).length;
  }

  /** Whether anybody answers on one of the app's connections within `ms`. */
  async answers(appId: string, ms: number): Promise<boolean> {
    const heard = this.of(appId).map((connection) => connection.answers(ms));
    return (await Promise.all(heard)).includes(true);
  }

  /** Announces the end to every connection of the app; all but a warning are then closed. */
  disconnect(appId: string, reason: DisconnectReason): void {
    for (const connection of this.of(appId)) {
      if (reason === 'warning') this.tell(connection, reason);
      else this.end(connection, reason);
    }
  }

  /** Cuts every connection of the app without a word. */
  cut(appId: string): void {
    for (const connection of this.of(appId)) connection.cut();
  }

  close(): void {
    for (const appId of this.connections.keys()) this.cut(appId);
    this.tickets.clear();
  }

  private of(appId: string): SocketConnection[] {
    return this.connections.get(appId) ?? [];
  }

  private tell(connection: SocketConnection, reason: DisconnectReason): void {
    connection.say({ type: 'disconnect', reason, debug_info: { host: HOST } });
  }

  private end(connection: SocketConnection, reason: DisconnectReason): void {
    this.tell(connection, reason);
    connection.close();
  }
}
