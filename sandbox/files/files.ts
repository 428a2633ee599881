import { randomBytes } from 'node:crypto';
import { text, type JsonObject } from '../json.js';
import type { Timer } from '../timer.js';
import { mintId } from '../workspace/ids.js';
import type { Installation } from '../workspace/model.js';
import { kindOf, type StoredFile } from './stored-file.js';

/** How long Slack looks at an upload before it is ready. The facts know of about a second (section 17). */
const SCAN_MS = 200;
/** Slack keeps files for ever. Here the oldest are forgotten beyond this many, and are `file_not_found` then. */
const MAX_FILES = 10_000;
/** All bytes together. Beyond it the oldest files lose theirs, and their download is 404; all else of them stays. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Every file of every workspace, with its bytes, within bounds. */
export class Files {
  scanMs = SCAN_MS;
  maxBytes = MAX_BYTES;
  private readonly byId = new Map<string, StoredFile>();
  private readonly tickets = new Map<string, StoredFile>();
  private readonly scans = new Set<() => void>();
  /** Those whose bytes are here, the longest kept first. */
  private readonly withBytes = new Set<StoredFile>();
  private bytes = 0;

  constructor(private readonly timer: Timer) {}

  /** A file to come, and the ticket in its upload URL. */
  announce(
    start: Pick<StoredFile, 'teamId' | 'appId' | 'userId' | 'name' | 'size' | 'altText' | 'snippetType'>,
  ): { file: StoredFile; ticket: string } {
    const ticket = randomBytes(24).toString('base64url');
    const file: StoredFile = {
      id: mintId('F'),
      ticket,
      title: start.name,
      created: Math.floor(this.timer.now() / 1000),
      mimetype: '',
      filetype: '',
      prettyType: '',
      stage: 'announced' as const,
      shares: [],
      ...start,
    };
    this.byId.set(file.id, file);
    this.tickets.set(ticket, file);
    for (const oldest of this.byId.values()) {
      if (this.byId.size <= MAX_FILES) break;
      this.forget(oldest);
    }
    return { file, ticket };
  }

  /** Takes the bytes; a ticket is good until the upload is completed. */
  upload(ticket: string, bytes: Buffer): StoredFile | undefined {
    const file = this.tickets.get(ticket);
    if (!file || (file.stage !== 'announced' && file.stage !== 'uploaded')) return undefined;
    this.dropBytes(file);
    // A copy: what came may be a slice of a body that would be kept whole.
    file.bytes = Buffer.from(bytes);
    this.withBytes.add(file);
    this.bytes += bytes.length;
    file.size = bytes.length;
    file.stage = 'uploaded';
    for (const oldest of this.withBytes) {
      if (this.bytes <= this.maxBytes) break;
      this.dropBytes(oldest);
    }
    return file;
  }

  /** Begins Slack's look at the file; `ready` runs when it is over. */
  complete(file: StoredFile, ready: () => void): void {
    file.stage = 'provisional';
    this.tickets.delete(file.ticket);
    const cancel = this.timer.after(this.scanMs, () => {
      this.scans.delete(cancel);
      Object.assign(file, kindOf(file.name), { stage: 'ready' });
      ready();
    });
    this.scans.add(cancel);
  }

  find(id: string): StoredFile | undefined {
    return this.byId.get(id);
  }

  /** A `slack_file`, by id or by one of its URLs, where it is ready and the poster may see it (facts, section 17). */
  canShow(installation: Installation, reference: JsonObject): boolean {
    const id = text(reference.id) || (/\b(F[A-Z0-9]{8,})\b/.exec(text(reference.url))?.[1] ?? '');
    const file = this.byId.get(id);
    if (file?.stage !== 'ready' || file.teamId !== installation.teamId) return false;
    return file.appId === installation.appId || file.shares.some((share) => share.public);
  }

  clear(): void {
    for (const cancel of this.scans) cancel();
    this.scans.clear();
    this.byId.clear();
    this.tickets.clear();
    this.withBytes.clear();
    this.bytes = 0;
    this.maxBytes = MAX_BYTES;
    this.scanMs = SCAN_MS;
  }

  private dropBytes(file: StoredFile): void {
    if (!this.withBytes.delete(file)) return;
    this.bytes -= file.bytes?.length ?? 0;
    file.bytes = undefined;
  }

  private forget(file: StoredFile): void {
    this.dropBytes(file);
    this.byId.delete(file.id);
    this.tickets.delete(file.ticket);
  }
}
