import { channelOf, directOf, groupOf, personOf, SEEDED_AT } from './seed-builders.js';
import type { Channel, Enterprise, SlackApp, Team, User, UserGroup } from './model.js';
import {
  DEMO_APP_ID,
  DEMO_APP_NAME,
  DEMO_APP_TOKEN,
  DEMO_APP_URL,
  DEMO_CLIENT_ID,
  DEMO_CLIENT_SECRET,
  DEMO_SECOND_WORKSPACE_ID,
  DEMO_SIGNING_SECRET,
  DEMO_WORKSPACE_ID,
} from '../demo.js';

export interface Seed {
  enterprises: Enterprise[];
  teams: Team[];
  users: User[];
  channels: Channel[];
  userGroups: UserGroup[];
}

/** All that a fresh or reset sandbox holds: two companies' workspaces and an organisation of two more. */
export function seed(): Seed {
  const parts = [acme(), globex(), initech()];
  return {
    enterprises: [{ id: 'E0INITECH1', name: 'Initech', domain: 'initech' }],
    teams: parts.flatMap(({ teams }) => teams),
    users: parts.flatMap(({ users }) => users),
    channels: parts.flatMap(({ channels }) => channels),
    userGroups: parts.flatMap(({ userGroups }) => userGroups),
  };
}

type Part = Omit<Seed, 'enterprises'>;

const OWNER = { isAdmin: true, isOwner: true, isPrimaryOwner: true };

/** Three people and the channels that the demo talks about. Tests rely on every id and on there being no more. */
function acme(): Part {
  const id = DEMO_WORKSPACE_ID;
  const person = personOf(id, 'acme.example');
  const channel = channelOf(id);
  const ann = person('U0ANN00001', 'ann', 'Ann Arden', 'Site reliability', {
    color: '9f69e7',
    ...OWNER,
  });
  const bob = person('U0BOB00001', 'bob', 'Bob Brook', 'Payments', { color: '4bbe2e' });
  const carol = person('U0CAROL001', 'carol', 'Carol Chen', 'Platform', { color: 'e7392d' });
  const all = [ann.id, bob.id, carol.id];
  return {
    teams: [{ id, name: 'Acme', domain: 'acme', emailDomain: 'acme.example' }],
    users: [ann, bob, carol],
    channels: [
      channel('C0GENERAL1', 'general', all, 'Company-wide announcements', { isGeneral: true }),
      channel('C0INCIDENT', 'incidents', all, 'What is broken, and who has it'),
      channel('C0DEPLOYS1', 'deployments', all, 'What goes out'),
      channel('C0OPS00001', 'ops', all, 'Running things'),
      channel('C0OLDALERT', 'old-alerts', [ann.id], 'Before Switchboard', { archived: true }),
      channel('C0SECRET01', 'secret', [ann.id], 'Not for everybody', { kind: 'private' }),
    ],
    userGroups: [],
  };
}

/** A company with every sort of person, and a channel that it shares with Initech over Slack Connect. */
function globex(): Part {
  const id = DEMO_SECOND_WORKSPACE_ID;
  const person = personOf(id, 'globex.example');
  const channel = channelOf(id);
  const gina = person('U0GINA0001', 'gina', 'Gina Gold', 'Operations', OWNER);
  const hank = person('U0HANK0001', 'hank', 'Hank Hill', 'Engineering');
  const ivy = person('U0IVY00001', 'ivy', 'Ivy Irons', 'Contractor', { isRestricted: true });
  const jack = person('U0JACK0001', 'jack', 'Jack Jones', 'Auditor', {
    isRestricted: true,
    isUltraRestricted: true,
  });
  const kate = person('U0KATE0001', 'kate', 'Kate Kern', 'Left in spring', { deleted: true });
  const helper = person('U0HELPBOT1', 'helper', 'Helper', '', {
    email: '',
    isBot: true,
    appId: 'A0HELPER01',
    botId: 'B0HELPER01',
  });
  return {
    teams: [{ id, name: 'Globex', domain: 'globex', emailDomain: 'globex.example' }],
    users: [gina, hank, ivy, jack, kate, helper],
    channels: [
      channel('C0GLOBEXGN', 'general', [gina.id, hank.id, ivy.id], 'Everybody', { isGeneral: true }),
      channel('C0GLOBEXEN', 'engineering', [gina.id, hank.id, helper.id], 'Building things'),
      channel('C0GLOBEXAU', 'audit', [gina.id, jack.id], 'One channel for one guest'),
      channel('C0GLOBEXPR', 'leadership', [gina.id], 'Not for everybody', { kind: 'private' }),
      channel('C0SHARED01', 'globex-initech', [gina.id, hank.id, 'W0MILTON01'], 'With our customer', {
        sharedTeamIds: new Set([id, 'T0INITHQ01']),
      }),
      directOf(id, 'D0GINAHANK', [gina.id, hank.id]),
      directOf(id, 'C0GLOBEXMP', [gina.id, hank.id, ivy.id], 'mpdm-gina--hank--ivy-1'),
    ],
    userGroups: [
      groupOf(id, 'S0GLOBEXSR', 'Site reliability', 'sre', [gina.id, hank.id]),
      groupOf(id, 'S0GLOBEXOL', 'Old hands', 'old-hands', [hank.id], { disabled: SEEDED_AT }),
    ],
  };
}

/** A Grid organisation: two workspaces, people in one or both, a channel that spans them. */
function initech(): Part {
  const enterpriseId = 'E0INITECH1';
  const [hq, labs] = ['T0INITHQ01', 'T0INITLAB1'];
  const inBoth = { enterpriseId, teamIds: new Set([hq, labs]) };
  const person = personOf(hq, 'initech.example');
  const milton = person('W0MILTON01', 'milton', 'Milton Marsh', 'Owner', { ...inBoth, ...OWNER });
  const peter = person('W0PETER001', 'peter', 'Peter Penn', 'Engineering', {
    enterpriseId,
    teamIds: new Set([hq, labs]),
  });
  const samira = personOf(labs, 'initech.example')('W0SAMIRA01', 'samira', 'Samira Sand', 'Research', {
    enterpriseId,
    teamIds: new Set([labs]),
  });
  const all = [milton.id, peter.id, samira.id];
  const emailDomain = 'initech.example';
  return {
    teams: [
      { id: hq, name: 'Initech HQ', domain: 'initech-hq', emailDomain, enterpriseId },
      { id: labs, name: 'Initech Labs', domain: 'initech-labs', emailDomain, enterpriseId },
    ],
    users: [milton, peter, samira],
    channels: [
      channelOf(hq)('C0INITHQGN', 'general', [milton.id, peter.id], 'Headquarters', { isGeneral: true }),
      channelOf(hq)('C0INITALL1', 'all-initech', all, 'Both workspaces', {
        sharedTeamIds: new Set([hq, labs]),
      }),
      channelOf(labs)('C0INITLABG', 'general', all, 'Laboratory', { isGeneral: true }),
      channelOf(labs)('C0INITLABX', 'experiments', [samira.id], 'Not ready', { kind: 'private' }),
    ],
    userGroups: [groupOf(labs, 'S0INITLABR', 'Researchers', 'researchers', [samira.id])],
  };
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
    tokenRotation: false,
    orgDeploy: true,
    pkce: false,
    homeTeamId: null,
    socketMode: false,
    appToken: DEMO_APP_TOKEN,
    delayedEvents: false,
    eventsDisabled: false,
  };
}
