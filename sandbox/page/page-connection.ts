import { PLAYS } from '../guide/plays.js';
import { isObject, parseJson, text } from '../json.js';
import type { Slack } from '../slack.js';
import { systemTimer } from '../timer.js';
import type { Channel, Message, User } from '../workspace/model.js';
import type { AppWatch } from './app-watch.js';
import { showMessage, versionOf } from './show-message.js';
import { showLaboratory, showRequest } from './show-requests.js';
import { showViews } from './show-views.js';
import { firstPerson, showWorkspace, visibleChannels } from './show-workspace.js';
import type { Frame, Look, ShownClock, ShownGuide } from './shown.js';

/** The newest first, few enough that they are there at once; then the older ones, chunk by chunk. */
const FIRST_CHUNK = 120;
const CHUNK = 500;
/** How many requests the inspector begins with. */
const REQUESTS = 300;
/** A clock that has moved this much further than it should have was moved by hand. */
const JUMP_MS = 400;

/** One page: what it looks at, and what it was told already, so that it is told what differs. */
export class PageConnection {
  private look?: Look;
  private readonly told = new Map<string, string>();
  private versions = new Map<string, string>();
  private channelId = '';
  private viewerId = '';
  private lastSeq = -1;
  private readonly running = new Set<number>();
  private clock?: ShownClock;
  private busy = false;
  private again = false;

  constructor(
    private readonly slack: Slack,
    private readonly apps: AppWatch,
    private readonly send: (frame: Frame) => void,
    private readonly stir: () => void,
  ) {}

  /** The page says what it looks at. Anything else is ignored. */
  hear(said: string): void {
    const look = parseJson(said);
    if (!isObject(look)) return;
    this.look = {
      team: text(look.team),
      user: text(look.user),
      channel: text(look.channel),
      traffic: look.traffic === true,
    };
    void this.update();
  }

  /** Tells what has changed. Calls that come meanwhile become one more round. */
  async update(): Promise<void> {
    this.again = true;
    if (this.busy) return;
    this.busy = true;
    while (this.again) {
      this.again = false;
      await this.tellAll();
    }
    this.busy = false;
  }

  private async tellAll(): Promise<void> {
    const { slack, look } = this;
    if (!look) return;
    const { world } = slack;
    const named = [...world.teams.values()].find(
      ({ id, domain }) => id === look.team || domain === look.team,
    );
    const team = named ?? [...world.teams.values()][0];
    const viewer = world.user(team.id, look.user) ?? firstPerson(slack, team);
    if (!viewer) return;
    this.tell('here', showWorkspace(slack, team, viewer, look));
    this.tell('views', showViews(slack, team, viewer));
    const channels = visibleChannels(slack, team, viewer);
    const wanted = look.channel.replace(/^#/, '');
    this.tellMessages(
      channels.find(({ id, name }) => id === wanted || (name !== '' && name === wanted)),
      viewer,
    );
    this.tell('health', { type: 'health', health: this.apps.health });
    this.tell('guide', { type: 'guide', guide: this.guide(team.id) });
    this.tellClock();
    if (look.traffic) {
      this.tell('laboratory', { type: 'laboratory', laboratory: await showLaboratory(slack) });
      await this.tellRequests();
    } else this.lastSeq = -1;
  }

  private tell(part: string, frame: Frame): void {
    const said = JSON.stringify(frame);
    if (this.told.get(part) === said) return;
    this.told.set(part, said);
    this.send(frame);
  }

  private tellMessages(channel: Channel | undefined, viewer: User): void {
    const id = channel?.id ?? '';
    const fresh = id !== this.channelId || viewer.id !== this.viewerId;
    if (fresh) this.versions = new Map();
    this.channelId = id;
    this.viewerId = viewer.id;
    if (!channel) return;
    const seen = ({ ephemeralTo }: Message) => ephemeralTo === undefined || ephemeralTo === viewer.id;
    const gone = [...this.versions.keys()].filter((ts) => !channel.byTs.has(ts));
    const news: Message[] = [];
    const most = fresh ? FIRST_CHUNK : CHUNK;
    let more = false;
    for (let index = channel.messages.length - 1; index >= 0 && !more; index -= 1) {
      const message = channel.messages[index];
      if (!seen(message) || this.versions.get(message.ts) === versionOf(this.slack, channel, message))
        continue;
      more = news.length === most;
      if (!more) news.push(message);
    }
    if (!fresh && news.length === 0 && gone.length === 0) return;
    for (const ts of gone) this.versions.delete(ts);
    for (const message of news) this.versions.set(message.ts, versionOf(this.slack, channel, message));
    const messages = news.reverse().map((message) => showMessage(this.slack, channel, message));
    this.send({ type: 'messages', channel: id, fresh, messages, gone, more });
    if (more) this.stir();
  }

  private async tellRequests(): Promise<void> {
    const { log } = this.slack;
    const fresh = this.lastSeq < 0 || log.seq < this.lastSeq;
    if (fresh) {
      this.lastSeq = Math.max(0, log.seq - REQUESTS);
      this.running.clear();
    }
    const since = Math.min(this.lastSeq, ...[...this.running].map((seq) => seq - 1));
    const entries = await log.query({ since, limit: REQUESTS });
    const news = entries.filter(
      ({ seq, ms }) => seq > this.lastSeq || (ms !== null && this.running.has(seq)),
    );
    for (const { seq, ms } of news) {
      if (ms === null) this.running.add(seq);
      else this.running.delete(seq);
      this.lastSeq = Math.max(this.lastSeq, seq);
    }
    // What the log has let go, or a reset has cleared, will never end.
    if (entries.length > 0)
      for (const seq of this.running) if (seq < entries[0].seq) this.running.delete(seq);
    if (fresh || news.length > 0) this.send({ type: 'requests', fresh, requests: news.map(showRequest) });
    if (entries.length === REQUESTS && news.length > 0) this.stir();
  }

  private tellClock(): void {
    const { clock } = this.slack;
    const now: ShownClock = { now: clock.now(), world: systemTimer.now(), scale: clock.scale };
    const before = this.clock;
    const expected = before ? before.now + (now.world - before.world) * before.scale : NaN;
    if (before?.scale === now.scale && Math.abs(expected - now.now) < JUMP_MS) return;
    this.clock = now;
    this.send({ type: 'clock', clock: now });
  }

  private guide(teamId: string): ShownGuide {
    const { guide } = this.slack;
    return {
      plays: PLAYS.map(({ id, title, about, watch }) => ({ id, title, about, watch })),
      missing: guide.missing(teamId),
      run: guide.last,
    };
  }
}
