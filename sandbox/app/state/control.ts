import { signal } from '@preact/signals';
import type { Json, JsonObject } from '../../json.js';
import type { Found } from '../../page/shown.js';
import { channel, here } from './store.js';

/** What a person is shown after they did something. */
export interface Shown {
  shown: string | null;
}

/** What went wrong last outside of any message or form; shown until it is dismissed. */
export const trouble = signal<string | null>(null);

/**
 * Does something as the viewer, in the channel that is looked at unless `body` names another. Never rejects: what the
 * sandbox refused is in `shown`.
 */
export async function act<T = object>(path: string, body: JsonObject = {}): Promise<Partial<T> & Shown> {
  const whole = { team: here.value?.team, user: here.value?.viewer, channel: channel.value?.id, ...body };
  return call<T>('POST', path, whole);
}

/** The same; what was refused is told at the top of the page. */
export async function actAloud<T = object>(path: string, body: JsonObject = {}): Promise<Partial<T> & Shown> {
  const answer = await act<T>(path, body);
  if (answer.shown !== null) trouble.value = answer.shown;
  return answer;
}

/** Changes a setting of the sandbox. */
export async function set(path: string, body: JsonObject): Promise<Shown> {
  const answer = await call('PUT', path, { team: here.value?.team, ...body });
  if (answer.shown !== null) trouble.value = answer.shown;
  return answer;
}

/** What somebody typed where a number is wanted; what is none goes along as it is, for the sandbox to say what would be. */
export function typedNumber(typed: string): number | string {
  const number = Number(typed.trim());
  return typed.trim() === '' || !Number.isFinite(number) ? typed : number;
}

export async function get<T>(path: string, query: Record<string, string>, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`${path}?${new URLSearchParams(query).toString()}`, { signal });
  return (await response.json()) as T;
}

export async function search(query: string, inChannel: string, signal: AbortSignal): Promise<Found[]> {
  const at = { team: here.value?.team ?? '', user: here.value?.viewer ?? '', channel: inChannel, q: query };
  return (await get<{ found?: Found[] }>('/page/search', at, signal)).found ?? [];
}

async function call<T>(method: string, path: string, body: JsonObject): Promise<Partial<T> & Shown> {
  try {
    const response = await fetch(`/control/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Partial<T> & { error?: string; shown?: Json };
    if (!response.ok) return { ...answer, shown: answer.error ?? `The sandbox answered ${response.status}.` };
    return { ...answer, shown: typeof answer.shown === 'string' ? answer.shown : null };
  } catch {
    return { shown: 'The sandbox does not answer.' } as Partial<T> & Shown;
  }
}
