import { computed, signal } from '@preact/signals';
import type {
  Frame,
  ShownApp,
  ShownChannel,
  ShownClock,
  ShownGuide,
  ShownHealth,
  ShownLaboratory,
  ShownMessage,
  ShownPerson,
  ShownRequest,
  ShownView,
} from '../../page/shown.js';
import { place } from './place.js';

type Here = Extract<Frame, { type: 'here' }>;

/** The messages of the channel that is looked at, oldest first, replies among them. */
export interface Said {
  channel: string;
  list: readonly ShownMessage[];
  /** Whether older ones are on their way. */
  more: boolean;
}

export const here = signal<Here | null>(null);
export const said = signal<Said>({ channel: '', list: [], more: true });
export const stack = signal<ShownView[]>([]);
export const homes = signal<ShownView[]>([]);
export const requests = signal<ReadonlyMap<number, ShownRequest>>(new Map());
export const laboratory = signal<ShownLaboratory | null>(null);
export const health = signal<ShownHealth[]>([]);
export const guide = signal<ShownGuide | null>(null);
export const clock = signal<ShownClock | null>(null);
/** `lost` once a connection was there and is no more. */
export const link = signal<'opening' | 'open' | 'lost'>('opening');

const people = computed(() => new Map(here.value?.people.map((one) => [one.id, one])));
const channels = computed(() => new Map(here.value?.channels.map((one) => [one.id, one])));

export const person = (id: string): ShownPerson | undefined => people.value.get(id);
export const channelOf = (id: string): ShownChannel | undefined => channels.value.get(id);
export const appOf = (id: string): ShownApp | undefined => here.value?.apps.find((one) => one.id === id);
export const viewer = computed(() => person(here.value?.viewer ?? ''));

/** The channel that is looked at: the one in the address, by id or name, else the workspace's first. */
export const channel = computed<ShownChannel | undefined>(() => {
  const all = here.value?.channels ?? [];
  const wanted = place.value.channel;
  const named = all.find(({ id, name }) => id === wanted || (name !== '' && name === wanted));
  if (named || wanted !== '') return named;
  return all.find(({ name }) => name === 'general') ?? all[0];
});

/** Replies by their thread's parent, oldest first. */
export const threads = computed(() => {
  const byParent = new Map<string, ShownMessage[]>();
  for (const message of said.value.list) {
    if (message.thread === undefined || message.thread === message.ts) continue;
    const replies = byParent.get(message.thread);
    if (replies) replies.push(message);
    else byParent.set(message.thread, [message]);
  }
  return byParent;
});

/** Milliseconds since 1970 by the sandbox's clock. */
export function now(): number {
  const at = clock.value;
  return at ? at.now + (Date.now() - at.world) * at.scale : Date.now();
}

/** What a direct message or a channel is called, for the one who looks. */
export function titleOf(one: ShownChannel): string {
  if (one.kind === 'public' || one.kind === 'private') return one.name;
  const me = here.value?.viewer;
  const others = one.members.filter((id) => id !== me).map((id) => person(id)?.realName ?? id);
  return others.join(', ') || `${person(me ?? '')?.realName ?? ''} (you)`;
}

/** The app that a direct message is with. */
export function appIn(one: ShownChannel | undefined): ShownApp | undefined {
  if (one?.kind !== 'im') return undefined;
  return here.value?.apps.find(({ botUserId }) => botUserId !== '' && one.members.includes(botUserId));
}
