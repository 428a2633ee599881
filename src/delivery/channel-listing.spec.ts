import type { DataSource } from 'typeorm';
import type { ChannelDirectory } from './channel-directory.js';
import { ChannelListing } from './channel-listing.js';
import type { PacedSlack } from './paced-slack.js';

const NOW = new Date('2026-03-02T09:00:00Z');
const slack = { ctx: { workspaceId: 'T1' } } as PacedSlack;
const dataSource = { manager: { query: async () => [{ now: NOW }] } } as unknown as DataSource;

it('a channel that another lane’s listing brings in between is found, not given up', async () => {
  const known = new Map<string, string>();
  const directory = {
    idOf: async (_: unknown, name: string) => known.get(name),
    listedAt: async () => {
      known.set('general', 'C1');
      return NOW;
    },
  } as unknown as ChannelDirectory;
  const listing = new ChannelListing(dataSource, directory);

  expect(await listing.find(slack, 'general')).toBe('C1');
  expect(await listing.find(slack, 'nowhere')).toBeUndefined();
});
