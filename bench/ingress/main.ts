// Events a second that are stored before they are acknowledged, beside Bolt and bare node:http, which store nothing.
import { readNumbers } from '../harness/options.js';
import { Program } from '../harness/program.js';
import { type Replayed, replay } from '../harness/replay.js';
import { progress, rounded } from '../harness/report.js';
import { inTurn, median } from '../harness/rounds.js';
import { cpuMs } from '../harness/cpu.js';
import { rssMb } from '../harness/rss.js';
import { hasWrk, wrk } from '../harness/wrk.js';
import { type Served, served } from '../harness/service.js';
import { Stage } from '../inbox/stage.js';
import { Judge } from './judge.js';
import { type Findings, showIngress } from './show.js';
import { workOff } from './work-off.js';

/**
 * Enough to keep every contestant busy. Who answers only when the disk has answered holds as many requests as come in
 * meanwhile; with fewer connections than that its rate would be the connections' number by the disk's delay.
 */
const CONNECTIONS = 256;
/** Paced: more than are ever busy at 70 %, and in the flood more than the service takes at once. */
const STEADY_CONNECTIONS = 256;
const FLOOD_CONNECTIONS = 1_500;
/** Requests made ready for a second: more than the service takes anywhere, and by what a contestant took at most. */
const LEAST_READY = 30_000;
const RESERVE = 1.6;

export async function runBench(args: string[]): Promise<void> {
  const { rounds, seconds, paced } = readNumbers(args, { rounds: 5, seconds: 3, paced: 5 });
  const stage = await Stage.setUp();
  try {
    await stage.postgres.age();
    const servers = {
      switchboard: await stage.service('web'),
      bolt: await stage.bolt(),
      bare: await stage.bare(),
    };
    const plain = await served(Program.start('bench/harness/bare-server.js', { BARE_ANSWER: '' }));
    const replayer = Program.start('bench/harness/replayer.js');
    progress(hasWrk ? 'The load comes from wrk' : 'There is no wrk: the load comes from a generator of ours');
    const judge = new Judge(stage.postgres);

    const load = (server: Served) => {
      let ready = LEAST_READY;
      return async () => {
        const requests = await stage.requests.events(Math.ceil(ready * seconds));
        const job = { ...requests, url: server.url, connections: CONNECTIONS, seconds };
        const before = await cpuMs(server.program.pid);
        const told = hasWrk
          ? await wrk(server.url, requests, CONNECTIONS, seconds)
          : await replay(replayer, job);
        const cpuUs = (((await cpuMs(server.program.pid)) - before) / told.accepted) * 1_000;
        // Who stores nothing doesn't know an event again.
        if (told.sent > requests.count && server === servers.switchboard)
          throw new Error(`${requests.count} requests were too few for ${seconds} s`);
        if (told.refused + told.broken > 0) throw new Error(`Not all were accepted: ${JSON.stringify(told)}`);
        if (server === servers.switchboard) await judge.accepted(told);
        ready = Math.max(ready, rate(told) * RESERVE);
        return { ...told, rssMb: await rssMb(server.program.pid), cpuUs };
      };
    };
    const contestants = {
      switchboard: load(servers.switchboard),
      bolt: load(servers.bolt),
      bare: load(servers.bare),
      generator: load(plain),
    };
    const results = await inTurn(contestants, rounds, (one) => `${rounded(rate(one))} events/s`);
    const best = median(results.switchboard.map(rate));

    progress('One worker handles what waits …');
    const handled = await workOff(stage);
    await judge.handled();

    const pace = async (share: number): Promise<Replayed> => {
      const perSecond = Math.round(best * share);
      const requests = await stage.requests.events(perSecond * paced + 1);
      progress(`${perSecond} events/s for ${paced} s, ${share * 100} % of the most …`);
      const job = {
        ...requests,
        url: servers.switchboard.url,
        connections: share > 1 ? FLOOD_CONNECTIONS : STEADY_CONNECTIONS,
        seconds: paced,
        timedFrom: share > 1 ? ('sent' as const) : ('due' as const),
      };
      const told = await replay(replayer, { ...job, perSecond });
      await judge.accepted(told);
      return told;
    };
    const steady: Replayed[] = [];
    while (steady.length < rounds) steady.push(await pace(0.7));
    const findings: Findings = {
      results,
      handled,
      steady: steady.sort((a, b) => a.p99Ms - b.p99Ms)[Math.floor(rounds / 2)],
      flooded: await pace(3),
      afterMb: await rssMb(servers.switchboard.program.pid),
    };
    showIngress(findings);
  } finally {
    await stage.strike();
  }
}

const rate = ({ accepted, seconds }: Replayed) => accepted / seconds;
