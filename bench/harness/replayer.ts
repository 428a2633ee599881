// Sends pre-signed requests over plain sockets: a process of its own that does next to nothing but write and count.
import { readFile } from 'node:fs/promises';
import { type Socket, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from './quantile.js';
import type { Replayed, ReplayJob } from './replay.js';
import { serveJobs } from './serve-jobs.js';

const GRACE_MS = 15_000;
const WAVE = 100;
const SETTLE_MS = 1_000;

serveJobs<ReplayJob, Replayed>(async (job) => new Replayer(job, await readFile(job.file)).run());

class Replayer {
  private readonly free: Connection[] = [];
  private readonly took: number[] = [];
  private readonly perSecond: number;
  private opened = 0;
  private next = 0;
  private accepted = 0;
  private refused = 0;
  private broken = 0;
  private startedAt = 0;
  private endedAt = 0;

  constructor(
    private readonly job: ReplayJob,
    private readonly bytes: Buffer,
  ) {
    this.perSecond = job.perSecond ?? Infinity;
  }

  async run(): Promise<Replayed> {
    const { hostname, port } = new URL(this.job.url);
    const open = () => Connection.open(hostname, Number(port), this);
    // A few at a time: what overflows a server's queue of new connections is tried again after a second.
    while (this.free.length < this.job.connections) {
      const wave = Math.min(WAVE, this.job.connections - this.free.length);
      this.free.push(...(await Promise.all(Array.from({ length: wave }, open))));
    }
    // Node takes one new connection in each turn of its event loop, and turns are long once there is load.
    if (this.free.length > WAVE) await pause(SETTLE_MS);
    this.opened = this.free.length;
    this.startedAt = performance.now();
    await new Promise<void>((resolve) => this.go(resolve));
    for (const connection of this.free) connection.close();
    const took = Float64Array.from(this.took).sort();
    return {
      sent: this.next,
      accepted: this.accepted,
      refused: this.refused,
      broken: this.broken,
      seconds: (this.endedAt - this.startedAt) / 1_000,
      p50Ms: quantile(took, 0.5),
      p99Ms: quantile(took, 0.99),
      maxMs: took.at(-1) ?? 0,
    };
  }

  answered(connection: Connection, status: number, from: number) {
    this.endedAt = performance.now();
    this.took.push(this.endedAt - from);
    if (status === 200) this.accepted += 1;
    else this.refused += 1;
    this.free.push(connection);
    if (this.perSecond === Infinity) this.send(this.endedAt);
  }

  lost(wasBusy: boolean) {
    this.opened -= 1;
    if (wasBusy) this.broken += 1;
  }

  private go(done: () => void) {
    const now = performance.now();
    this.send(now);
    const waiting = this.free.length < this.opened;
    if (this.isOver(now) && (!waiting || now > this.lastDueAt() + GRACE_MS)) return done();
    setTimeout(() => this.go(done), 1);
  }

  private send(now: number) {
    const { length } = this.job;
    while (this.free.length > 0 && !this.isOver(now)) {
      const dueAt = this.perSecond === Infinity ? now : this.dueAt(this.next);
      const connection = dueAt <= now ? this.free.pop() : undefined;
      if (connection === undefined) return;
      const from = this.job.timedFrom === 'sent' ? performance.now() : dueAt;
      connection.send(this.bytes.subarray(this.next * length, (this.next + 1) * length), from);
      this.next += 1;
    }
  }

  private dueAt(index: number): number {
    return this.startedAt + (index * 1_000) / this.perSecond;
  }

  private lastDueAt(): number {
    return this.startedAt + this.job.seconds * 1_000;
  }

  private isOver(now: number): boolean {
    if (this.next >= this.job.count) return true;
    return this.perSecond === Infinity ? now >= this.lastDueAt() : this.dueAt(this.next) >= this.lastDueAt();
  }
}

/** One connection, one request at a time. */
class Connection {
  private busy = false;
  private from = 0;
  private text = '';

  private constructor(
    private readonly socket: Socket,
    private readonly owner: Replayer,
  ) {
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => this.read(data));
    socket.on('error', () => undefined);
    socket.on('close', () => owner.lost(this.busy));
  }

  static open(host: string, port: number, owner: Replayer): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(new Connection(socket, owner)));
      socket.once('error', reject);
    });
  }

  /** @param from when its time begins */
  send(request: Buffer, from: number) {
    this.busy = true;
    this.from = from;
    this.text = '';
    this.socket.write(request);
  }

  close() {
    this.socket.destroy();
  }

  private read(data: string) {
    this.text += data;
    if (!isWhole(this.text)) return;
    this.busy = false;
    this.owner.answered(this, Number(this.text.slice(9, 12)), this.from);
  }
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text);
  return length === null ? text.endsWith('0\r\n\r\n') : text.length >= head + 4 + Number(length[1]);
}
