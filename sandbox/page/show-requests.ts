import { isObject, parseJson, text } from '../json.js';
import type { Slack } from '../slack.js';
import type { TrafficEntry } from '../log/traffic-entry.js';
import type { ShownLaboratory, ShownRequest } from './shown.js';

/** A line of the inspector. Bodies and headers are asked for when somebody opens it. */
export function showRequest(entry: TrafficEntry): ShownRequest {
  return {
    seq: entry.seq,
    at: entry.at,
    direction: entry.direction,
    kind: entry.kind,
    name: entry.name,
    channel: entry.channel ?? entry.accepted?.channel ?? null,
    payload: entry.payload ?? null,
    status: entry.status,
    ms: entry.ms,
    running: entry.ms === null,
    problem: entry.failure ?? errorIn(entry),
    retry: Number(entry.headers['x-slack-retry-num'] ?? 0),
    retryAfterS: entry.refusal?.retryAfterS ?? null,
    fault: entry.fault ?? null,
    socket: entry.via === 'socket',
  };
}

function errorIn({ direction, response }: TrafficEntry): string | null {
  if (direction !== 'in' || !response?.startsWith('{"ok":false')) return null;
  const answer = parseJson(response);
  return isObject(answer) ? text(answer.error) : null;
}

/** The faults and limits in force, and the judge's figures. */
export async function showLaboratory(slack: Slack): Promise<ShownLaboratory> {
  const { limiter, faults, sender, log } = slack;
  const { requests, accepted, refused, failed, in_window: inWindow, duplicates } = await log.summary();
  const { seed, rules } = faults.report();
  return {
    faults: rules.map((rule) => ({ ...rule })),
    seed,
    limits: { enabled: limiter.settings.enabled, ...limiter.settings.postMessage },
    deadlineMs: sender.deadlineMs,
    counts: { requests, accepted, refused, failed, inWindow, duplicates },
  };
}
