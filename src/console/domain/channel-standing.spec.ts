import { type ListedChannel, standingOf } from './channel-standing.js';

const channel = (id: string, name: string, isArchived = false): ListedChannel => ({ id, name, isArchived });

describe('How a channel stands that a route names', () => {
  const joined = [channel('C1', 'general')];
  const all = [channel('C1', 'general'), channel('C2', 'ops'), channel('C3', 'old', true)];
  const whole = { channels: all, isWhole: true };

  it.each([
    ['#general', 'joined'],
    ['C1', 'joined'],
    ['#General', 'joined'],
    ['#ops', 'outside'],
    ['C2', 'outside'],
    ['#old', 'archived'],
    ['#opps', 'missing'],
    ['C9', 'missing'],
    ['general', 'unknown'],
    ['D1', 'unknown'],
    ['U1', 'unknown'],
  ])('%s is %s', (address, standing) => {
    expect(standingOf(address, joined, whole)).toBe(standing);
  });

  it('is told of the channel that has an archived one’s name by now', () => {
    const again = { channels: [...all, channel('C4', 'old')], isWhole: true };
    expect(standingOf('#old', joined, again)).toBe('outside');
    expect(standingOf('C3', joined, again)).toBe('archived');
  });

  it('is not known where Slack could not be asked, or listed so many that not all were read', () => {
    expect(standingOf('#general', undefined, undefined)).toBe('unknown');
    expect(standingOf('#general', joined, undefined)).toBe('joined');
    expect(standingOf('#opps', joined, undefined)).toBe('unknown');
    expect(standingOf('#opps', joined, { channels: all, isWhole: false })).toBe('unknown');
    expect(standingOf('#ops', joined, { channels: all, isWhole: false })).toBe('outside');
  });
});
