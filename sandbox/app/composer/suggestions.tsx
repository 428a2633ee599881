import type { ComponentChildren } from 'preact';
import { Avatar } from '../kit/Avatar.js';
import { Icon } from '../kit/Icon.js';
import { here } from '../state/store.js';
import { ALL_EMOJI, Emoji } from '../text/Emoji.js';
import { rank, type Completing } from './completion.js';

export interface Suggestion {
  key: string;
  /** What is put into the text. */
  word: string;
  before: ComponentChildren;
  label: string;
  hint: string;
}

const MOST = 8;

/** What the viewer may mean. */
export function suggestionsFor({ kind, query }: Completing): Suggestion[] {
  return { person: people, channel: channels, emoji, command: commands }[kind](query).slice(0, MOST);
}

function people(query: string): Suggestion[] {
  const all = here.value?.people.filter(({ deleted, foreign }) => !deleted && !foreign) ?? [];
  const found = rank(all, query, ({ name, realName }) => [name, realName]).map((one) => ({
    key: one.id,
    word: `@${one.name}`,
    before: <Avatar person={one} name={one.realName} size={20} />,
    label: one.realName,
    hint: `@${one.name}${one.title ? ` · ${one.title}` : ''}`,
  }));
  const everybody = ['here', 'channel', 'everyone'].map((name) => ({
    key: name,
    word: `@${name}`,
    before: <Icon name="people" size={20} />,
    label: `@${name}`,
    hint: 'Notifies everybody',
  }));
  return [...found, ...rank(everybody, query, ({ key }) => [key])];
}

function channels(query: string): Suggestion[] {
  const all = here.value?.channels.filter(({ kind, archived }) => kind === 'public' && !archived) ?? [];
  return rank(all, query, ({ name }) => [name]).map((one) => ({
    key: one.id,
    word: `#${one.name}`,
    before: <Icon name="hash" />,
    label: one.name,
    hint: one.purpose,
  }));
}

function emoji(query: string): Suggestion[] {
  return rank(ALL_EMOJI, query, ([name]) => [name]).map(([name]) => ({
    key: name,
    word: `:${name}:`,
    before: <Emoji name={name} quiet />,
    label: `:${name}:`,
    hint: '',
  }));
}

function commands(query: string): Suggestion[] {
  const installed = here.value?.apps.filter((app) => app.installed) ?? [];
  const all = installed.flatMap((app) => app.commands.map((one) => ({ ...one, app: app.name })));
  return rank(all, query, ({ command }) => [command.slice(1)]).map((one) => ({
    key: one.command,
    word: one.command,
    before: <Icon name="bolt" />,
    label: [one.command, one.usageHint].filter((part) => part !== '').join(' '),
    hint: [one.description, one.app].filter((part) => part !== '').join(' · '),
  }));
}
