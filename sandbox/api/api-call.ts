import { isObject, parseJson, type Json, type JsonObject } from '../json.js';
import type { TrafficEntry } from '../log/traffic-entry.js';
import { acceptedPost } from '../log/accepted-post.js';
import type { Slack } from '../slack.js';
import type { Channel, Installation, Message, SlackApp, Team, Token } from '../workspace/model.js';

/** Answers the call with `{ok: false, error: code, …extra}`. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly extra: JsonObject = {},
  ) {
    super(code);
  }
}

/** Answers the call with 429 and `Retry-After`. */
export class RateLimited extends Error {
  constructor(
    readonly retryAfterS: number,
    /** What else the client must keep away from meanwhile. */
    readonly scope: 'channel' | 'method' = 'method',
  ) {
    super('ratelimited');
  }
}

/** Who calls, as their token says. */
export interface Caller {
  token: Token;
  app: SlackApp;
  team: Team;
  installation: Installation;
}

/** One call of a Web API method: its arguments, whatever the body's form, and who makes it. */
export class ApiCall {
  constructor(
    readonly slack: Slack,
    readonly args: JsonObject,
    private readonly known: Caller | undefined,
    /** `client_id:client_secret` of a Basic header. */
    readonly basic: { id: string; secret: string } | undefined,
    /** Where the log has this call. */
    private readonly entry?: TrafficEntry,
    private readonly appOfToken?: SlackApp,
    /** The token as it came, `''` where none did. */
    readonly givenToken = '',
  ) {}

  /** When the log has it arrive, by the sandbox's clock; `undefined` where no log has it. */
  get arrivedAt(): number | undefined {
    return this.entry?.at;
  }

  /** Of a method that an app-level token calls. */
  get callingApp(): SlackApp {
    if (!this.appOfToken) throw new ApiError('not_authed');
    return this.appOfToken;
  }

  /** Tells the log, at once, that this call has put a message into a channel. */
  accepted(channel: Channel, message: Message): void {
    if (this.entry) this.slack.log.accept(this.entry, acceptedPost(channel, message));
  }

  /** Tells the log that this call has changed a message. */
  edited(channel: Channel, message: Message): void {
    if (this.entry) this.entry.edited = { channel: channel.id, ts: message.ts };
  }

  /** Throws where the method needs a token and none came; the router has checked it where one did. */
  get caller(): Caller {
    if (!this.known) throw new ApiError('not_authed');
    return this.known;
  }

  /** The workspace of a method that an organisation's token must name one for (facts, sections 18 and 19). */
  get workspace(): Team {
    const { team, installation } = this.caller;
    const named = !installation.isEnterpriseInstall || this.string('team_id') !== '';
    // *Unverified*: which error says that it is missing.
    if (!named) throw missingArgument('team_id');
    return team;
  }

  /** Whether the token reaches into the workspace. */
  covers(teamId: string): boolean {
    const { installation, team } = this.caller;
    return team.id === teamId || installation.grantedTeamIds.has(teamId);
  }

  /** The argument as text, `''` where it is absent. */
  string(name: string): string {
    const value = this.args[name];
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  }

  required(name: string): string {
    const value = this.string(name);
    if (value === '') throw invalidArguments([`missing required field: ${name}`]);
    return value;
  }

  boolean(name: string): boolean {
    return ['true', '1'].includes(this.string(name).toLowerCase());
  }

  has(name: string): boolean {
    return this.args[name] !== undefined && this.args[name] !== null;
  }

  /** A whole number from 1 to `max`; `fallback` where it is absent. */
  limit(fallback: number, max: number): number {
    if (!this.has('limit') || this.string('limit') === '') return fallback;
    const value = Number(this.string('limit'));
    if (!Number.isInteger(value) || value < 0) throw new ApiError('invalid_limit');
    return Math.min(value === 0 ? fallback : value, max);
  }

  /** An argument that is JSON: as such in a JSON body, as text in a form. */
  json(name: string): Json | undefined {
    const value = this.args[name];
    if (typeof value !== 'string') return value ?? undefined;
    return value === '' ? undefined : parseJson(value);
  }

  jsonObject(name: string): JsonObject | undefined {
    const value = this.json(name);
    return isObject(value) ? value : undefined;
  }

  can(scope: string): boolean {
    return this.caller.token.scopes.includes(scope);
  }

  /** Throws `missing_scope` unless the token has one of these. */
  need(...scopes: string[]): void {
    if (scopes.some((scope) => this.can(scope))) return;
    throw new ApiError('missing_scope', {
      needed: scopes.join(','),
      provided: this.caller.token.scopes.join(','),
    });
  }

  /** The channel by id, or by name where names are taken; private ones only for members. */
  channel(idOrName: string, names = false): Channel {
    const { world } = this.slack;
    const { team, token } = this.caller;
    const byId = /^[CDG][A-Z0-9]{8,}$/.test(idOrName);
    const { installation } = this.caller;
    // An organisation's token must use ids (facts, section 6), which mean one channel wherever they come from.
    if (!byId && names && installation.isEnterpriseInstall) throw new ApiError('team_not_found');
    const known = byId ? world.channels.get(idOrName) : undefined;
    const seen = known && [...known.sharedTeamIds].some((teamId) => this.covers(teamId)) ? known : undefined;
    const channel = byId ? seen : names ? world.channel(team.id, idOrName) : undefined;
    if (!channel || (channel.kind !== 'public' && !channel.members.has(token.userId))) {
      throw new ApiError('channel_not_found');
    }
    return channel;
  }
}

/** `invalid_arguments` with Slack's lines, which are the same twice over. */
export function invalidArguments(lines: string[]): ApiError {
  return new ApiError('invalid_arguments', {
    response_metadata: { messages: lines.map((line) => `[ERROR] ${line}`) },
  });
}

/** `missing_argument`, as user groups and organisation tokens get it. */
export function missingArgument(name: string): ApiError {
  return new ApiError('missing_argument', {
    response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
  });
}

/** One page of `items`, and the cursor of the next (`''` after the last). */
export function page<T>(items: T[], cursor: string, limit: number): { items: T[]; nextCursor: string } {
  const match = cursor === '' ? ['', '0'] : /^offset:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (!match) throw new ApiError('invalid_cursor');
  const start = Number(match[1]);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    nextCursor: end < items.length ? Buffer.from(`offset:${end}`).toString('base64') : '',
  };
}
