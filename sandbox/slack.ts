import { EventSender } from './deliveries/event-sender.js';
import { MessageForms } from './deliveries/message-elements.js';
import type { UninstallOrder } from './deliveries/uninstall-order.js';
import { ResponseUrls } from './deliveries/response-urls.js';
import { Sender } from './deliveries/sender.js';
import { Triggers } from './deliveries/triggers.js';
import { Files } from './files/files.js';
import { SandboxClock } from './clock/sandbox-clock.js';
import { Faults } from './faults/faults.js';
import { Guide } from './guide/guide.js';
import { Limiter } from './limits/limiter.js';
import type { BookOptions } from './log/traffic-book.js';
import { TrafficLog } from './log/traffic-log.js';
import { Grants } from './oauth/grants.js';
import { SignIns } from './openid/sign-ins.js';
import { Installs } from './oauth/installs.js';
import { Tokens } from './oauth/tokens.js';
import { SocketHub } from './socket/socket-hub.js';
import type { Timer } from './timer.js';
import { Views } from './views/views.js';
import { Pins } from './workspace/pins.js';
import { ScheduledMessages } from './workspace/scheduled-messages.js';
import { World } from './workspace/world.js';

/** One running Slack: its world and all that talks about it. The HTTP parts are given this and hold nothing. */
export class Slack {
  readonly world: World;
  readonly log: TrafficLog;
  /** The one clock that everything asks; `timer` is it, for who needs no more. */
  readonly clock: SandboxClock;
  readonly timer: Timer;
  readonly limiter: Limiter;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly installs: Installs;
  readonly grants: Grants;
  readonly signIns: SignIns;
  /** Which of the two events of an uninstallation goes out first; Slack promises nothing (facts, section 2). */
  uninstallOrder: UninstallOrder = 'tokens_revoked';
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly sockets: SocketHub;
  readonly sender: Sender;
  readonly events: EventSender;
  readonly views: Views;
  readonly messageForms = new MessageForms();
  readonly files: Files;
  readonly pins = new Pins();
  readonly scheduled: ScheduledMessages;
  readonly guide: Guide;
  /** Where this Slack is reached, without a slash at the end; known once it listens. */
  publicUrl = '';
  /** Set when the sandbox ends, so that nobody begins to wait. */
  closing = false;

  /** @param appFollows the app's clock is moved along with this one: else what it checks the age of bears the machine's time */
  constructor(outerTimer: Timer, log: BookOptions = {}, faultSeed?: number, appFollows = false) {
    this.faults = new Faults(faultSeed);
    this.clock = new SandboxClock(outerTimer);
    const timer = (this.timer = this.clock);
    const appTimer = appFollows ? timer : outerTimer;
    this.world = new World(timer);
    this.limiter = new Limiter(this.clock);
    this.log = new TrafficLog(this.clock, () => this.world.touch(), log);
    this.tokens = new Tokens(this.world);
    this.installs = new Installs(this.world, this.tokens);
    this.grants = new Grants(this.world, this.installs);
    this.signIns = new SignIns(timer, appTimer);
    this.triggers = new Triggers(timer);
    this.responseUrls = new ResponseUrls(timer);
    this.sockets = new SocketHub(this.clock);
    this.sender = new Sender(appTimer, this.log, this.sockets);
    this.events = new EventSender(this.world, this.sender, this.faults);
    this.views = new Views(this.world);
    this.files = new Files(timer);
    this.scheduled = new ScheduledMessages(timer);
    this.guide = new Guide(this.world, this.faults);
  }

  /**
   * Back to the seed, with limits and faults off, the log empty and no retry pending. Apps keep their configuration, and
   * faults to come without a seed use the one that this Slack began with.
   */
  reset(): void {
    this.events.reset();
    this.sender.reset();
    this.limiter.reset();
    this.scheduled.clear();
    this.files.clear();
    this.pins.clear();
    this.views.clear();
    this.messageForms.clear();
    this.faults.reset();
    this.clock.reset();
    this.triggers.clear();
    this.responseUrls.clear();
    this.grants.clear();
    this.tokens.clear();
    this.signIns.clear();
    this.uninstallOrder = 'tokens_revoked';
    this.log.clear();
    this.world.reset();
  }

  async close(): Promise<void> {
    this.closing = true;
    this.events.reset();
    this.scheduled.clear();
    this.files.clear();
    this.world.release();
    await this.sender.close();
    await this.log.close();
  }
}
