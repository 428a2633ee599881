import { ManualTimer } from '../clock/manual-timer.js';
import { MAX_ISSUED, ResponseUrls } from './response-urls.js';

it('response_urls are remembered up to a number, the oldest given up first', () => {
  const urls = new ResponseUrls(new ManualTimer());
  const target = { kind: 'commands', appId: 'A1', teamId: 'T1', channelId: 'C1', userId: 'U1' } as const;
  const issued = Array.from({ length: MAX_ISSUED + 1 }, () => urls.issue('', target));
  expect(urls.use(issued[0])).toBeUndefined();
  expect([urls.use(issued[1]), urls.use(issued[MAX_ISSUED])]).toEqual([target, target]);
});
