import type { Channel, ChannelKind, SlackApp, Team, User } from './model.js';
import {
  DEMO_APP_ID,
  DEMO_APP_NAME,
  DEMO_APP_URL,
  DEMO_CLIENT_ID,
  DEMO_CLIENT_SECRET,
  DEMO_SIGNING_SECRET,
  DEMO_WORKSPACE_ID,
} from '../demo.js';

const SEEDED_AT = Date.UTC(2026, 0, 5) / 1000;

export interface Seed {
  teams: Team[];
  users: User[];
  channels: Channel[];
}

/** What a fresh or reset sandbox holds: one workspace, three people, the channels that the demo talks about. */
export function seed(): Seed {
  const team: Team = { id: DEMO_WORKSPACE_ID, name: 'Acme', domain: 'acme' };
  const ann = person('U0ANN00001', 'ann', 'Ann Arden', 'Site reliability', '9f69e7', { isAdmin: true });
  const bob = person('U0BOB00001', 'bob', 'Bob Brook', 'Payments', '4bbe2e');
  const carol = person('U0CAROL001', 'carol', 'Carol Chen', 'Platform', 'e7392d');
  const everyone = [ann.id, bob.id, carol.id];
  const channels = [
    channel('C0GENERAL1', 'general', 'public', everyone, 'Company-wide announcements', { isGeneral: true }),
    channel('C0INCIDENT', 'incidents', 'public', everyone, 'What is broken, and who has it'),
    channel('C0DEPLOYS1', 'deployments', 'public', everyone, 'What goes out'),
    channel('C0OPS00001', 'ops', 'public', everyone, 'Running things'),
    channel('C0OLDALERT', 'old-alerts', 'public', [ann.id], 'Before Switchboard', { archived: true }),
    channel('C0SECRET01', 'secret', 'private', [ann.id], 'Not for everybody'),
  ];
  return { teams: [team], users: [ann, bob, carol], channels };
}

/** The app as its configuration pages would show it, its URLs under `appUrl`. */
export function demoApp(appUrl: string = DEMO_APP_URL): SlackApp {
  const base = appUrl.replace(/\/+$/, '');
  return {
    id: DEMO_APP_ID,
    name: DEMO_APP_NAME,
    clientId: DEMO_CLIENT_ID,
    clientSecret: DEMO_CLIENT_SECRET,
    signingSecret: DEMO_SIGNING_SECRET,
    verificationToken: 'demoVerificationToken000',
    redirectUrls: [base],
    eventsUrl: `${base}/slack/events`,
    interactivityUrl: `${base}/slack/events`,
    commandsUrl: `${base}/slack/events`,
    botEvents: null,
  };
}

function person(
  id: string,
  name: string,
  realName: string,
  title: string,
  color: string,
  more: Partial<User> = {},
): User {
  return {
    id,
    teamId: DEMO_WORKSPACE_ID,
    name,
    realName,
    email: `${name}@acme.example`,
    title,
    color,
    isAdmin: false,
    isBot: false,
    deleted: false,
    tz: 'Europe/Amsterdam',
    tzLabel: 'Central European Time',
    tzOffset: 3600,
    updated: SEEDED_AT,
    ...more,
  };
}

function channel(
  id: string,
  name: string,
  kind: ChannelKind,
  members: string[],
  purpose: string,
  more: Partial<Channel> = {},
): Channel {
  return {
    id,
    teamId: DEMO_WORKSPACE_ID,
    name,
    previousNames: [],
    kind,
    archived: false,
    isGeneral: false,
    creator: members[0],
    created: SEEDED_AT,
    topic: '',
    purpose,
    members: new Set(members),
    messages: [],
    byTs: new Map(),
    lastTsMicros: 0,
    revision: 0,
    ...more,
  };
}
