import type { SandboxMessage } from '../sandbox/kit/sandbox-message.js';
import { wholeText } from '../sandbox/kit/describe-messages.js';
import { expect } from './report.js';
import type { Scene } from './set-up.js';
import { until } from './until.js';

const CHANNEL = '#ops';
const MESSAGES = 6;
/** A message that was on its way when the service died keeps its lane closed for the 30 s of its lease. */
const PATIENCE_MS = 60_000;

const title = (number: number) => `Waiting in the lane: ${number} of ${MESSAGES}`;

/** The service is killed while messages wait: what it has accepted arrives after it is started again. */
export async function playCrash({ stage, slack, service, report }: Scene): Promise<void> {
  const ids: string[] = [];
  const state = async (number: number) => (await service.status(ids[number - 1] ?? '')).deliveries[0];
  const sent = async (number: number) => ((await state(number))?.state === 'sent' ? true : undefined);

  await report.step(`the service is killed (SIGKILL) with messages waiting in ${CHANNEL}`, async () => {
    for (let number = 1; number <= MESSAGES; number += 1) {
      ids.push((await service.send({ title: title(number), channel: CHANNEL })).id);
    }
    await until(() => sent(2), { timeoutMs: 15_000, otherwise: () => 'the second message was not sent' });
    await stage.killService();
    const arrived = (await slack.messages(CHANNEL)).length;
    expect(arrived < MESSAGES, 'all had arrived already: nothing waited');
  });
  await report.step('the service starts again', () => stage.startService());
  await report.step('every message arrives, in order, and none twice', async () => {
    for (let number = 1; number <= MESSAGES; number += 1) {
      await until(() => sent(number), {
        timeoutMs: PATIENCE_MS,
        otherwise: () => `message ${number} was not sent`,
      });
    }
    const titles = numbersOf(await slack.messages(CHANNEL));
    for (let number = 1; number <= MESSAGES; number += 1) {
      const times = titles.filter((one) => one === number).length;
      // Only one that was on its way may come twice: Slack had it, and the service died before it could write that down.
      const inFlight = ((await state(number))?.attempts ?? 0) > 1;
      expect(times === 1 || (times === 2 && inFlight), `message ${number} arrived ${times} times`);
    }
    expect(String([...new Set(titles)]) === '1,2,3,4,5,6', `they arrived as ${titles.join(', ')}`);
  });
}

function numbersOf(messages: SandboxMessage[]): number[] {
  return messages.flatMap((message) => {
    const number = /Waiting in the lane: (\d)/.exec(wholeText(message))?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}
