import { setTimeout as pause } from 'node:timers/promises';
import { DEFAULT_LIMITS } from '../../sandbox/limits/limit-settings.js';
import { Alertmanager, hasAlertmanager } from '../harness/alertmanager.js';
import { Program } from '../harness/program.js';
import { progress, rounded } from '../harness/report.js';
import type { BenchWorkspace } from '../harness/slack.js';
import { type Arrived, arrivedOf, stormWords } from './arrivals.js';
import { optimum } from './optimum.js';
import { INFO } from './owe.js';
import type { Stage } from './stage.js';
import type { LoopJob } from './web-api-loop.js';

/** Channels of each of the two workspaces, and messages for each channel. */
const STORM = { channels: 10, messages: 30 };
const WORKSPACES = ['storm-one', 'storm-two'];
/** Nobody is waited for longer than so many times what the limits allow. */
const PATIENCE = 3;
const LOOK_MS = 250;

export type Stormed = 'switchboard' | 'web-api' | 'alertmanager';

export interface StormFindings {
  optimumS: number;
  messages: number;
  /** undefined: it isn't installed here. */
  arrived: Record<Stormed, Arrived | undefined>;
}

interface Report {
  workspace: BenchWorkspace;
  channel: string;
  text: string;
}

/** 20 channels in two workspaces × 30 messages, all at once, against the sandbox's own limits. */
export async function playStorm(stage: Stage): Promise<StormFindings> {
  const workspaces = await stage.workspaces(WORKSPACES, STORM.channels);
  const optimumS = optimum(STORM, DEFAULT_LIMITS);
  const reports = reportsOf(workspaces);
  const play = (name: string, send: () => Promise<() => Promise<void>>) =>
    timed(stage, name, reports.length, optimumS * PATIENCE, send);
  progress(`the storm: ${reports.length} messages, at best in ${optimumS} s`);
  const arrived = {
    switchboard: await play('switchboard', () => bySwitchboard(stage, reports)),
    'web-api': await play('@slack/web-api', () => byLoop(stage, reports)),
    alertmanager: hasAlertmanager
      ? await play('Alertmanager', () => byAlertmanager(stage, reports))
      : undefined,
  };
  return { optimumS, messages: reports.length, arrived };
}

/** One for each channel, then the next for each. */
function reportsOf(workspaces: BenchWorkspace[]): Report[] {
  return Array.from({ length: STORM.messages }, (_, round) =>
    Array.from({ length: STORM.channels }, (_, number) =>
      workspaces.map((workspace, which) => ({
        workspace,
        channel: workspace.channels[number],
        text: stormWords((round * STORM.channels + number) * workspaces.length + which),
      })),
    ),
  ).flat(2);
}

/** Until all is there, or for `limitS` after the start. `send` answers what stops the sending. */
async function timed(
  stage: Stage,
  name: string,
  messages: number,
  limitS: number,
  send: () => Promise<() => Promise<void>>,
): Promise<Arrived> {
  const { slack } = stage;
  await slack.limit({ enabled: true });
  const since = (await slack.log.entries({ limit: 1_000_000 })).at(-1)?.seq ?? 0;
  const stop = await send();
  const endsAt = Date.now() + limitS * 1_000;
  const posts = () => slack.log.entries({ since, name: 'chat.postMessage', limit: 1_000_000 });
  let arrived = arrivedOf(await posts());
  while (arrived.messages < messages && Date.now() < endsAt) {
    await pause(LOOK_MS);
    arrived = arrivedOf(await posts());
  }
  await stop();
  const { messages: here, refused, seconds } = arrivedOf(await posts());
  progress(`${name}: ${here} of ${messages} in ${rounded(seconds, 1)} s, ${refused} refused`);
  return arrived;
}

async function bySwitchboard(stage: Stage, reports: Report[]) {
  const producer = await stage.producer();
  const { program: worker } = await stage.worker();
  await producer.owe(
    reports.map(({ workspace, ...rest }) => ({ ...rest, workspaceId: workspace.id, priority: INFO })),
  );
  return async () => {
    await producer.stop();
    await worker.stop();
  };
}

async function byLoop(stage: Stage, reports: Report[]) {
  const loop = Program.start('bench/delivery/web-api-loop.js');
  await loop.waitForLine(/^loop: ready$/);
  const posts = reports.map(({ workspace, ...rest }) => ({ ...rest, token: workspace.grant.bot.token }));
  const done = loop.ask<LoopJob, { failed: number }>({ apiUrl: stage.slack.apiUrl, posts });
  // It may be stopped before it has given up the last.
  done.catch(() => undefined);
  return () => loop.stop();
}

/** A receiver for each channel, a group for each alert; what was refused is due again a second later. */
async function byAlertmanager(stage: Stage, reports: Report[]) {
  const channels = new Map(reports.map(({ workspace, channel }) => [channel, workspace]));
  const receivers = [...channels].map(([channel, { grant }]) => ({
    name: channel,
    slack_configs: [
      {
        api_url: `${stage.slack.apiUrl}chat.postMessage`,
        http_config: { authorization: { credentials: grant.bot.token } },
        channel,
        username: '',
        title: '{{ .CommonLabels.report }}',
        text: '',
        fallback: '{{ .CommonLabels.report }}',
        send_resolved: false,
      },
    ],
  }));
  const routes = [...channels.keys()].map((channel) => ({
    receiver: channel,
    matchers: [`channel = ${channel}`],
  }));
  const [{ name: receiver }] = receivers;
  const alertmanager = await Alertmanager.start({
    route: {
      receiver,
      group_by: ['...'],
      group_wait: '0s',
      group_interval: '1s',
      repeat_interval: '1h',
      routes,
    },
    receivers,
  });
  await alertmanager.post(
    reports.map(({ channel, text }) => ({ labels: { alertname: 'Storm', channel, report: text } })),
  );
  return () => alertmanager.stop();
}
