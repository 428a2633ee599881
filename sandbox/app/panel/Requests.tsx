import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { ShownRequest } from '../../page/shown.js';
import { Icon } from '../kit/Icon.js';
import { channelOf, laboratory, requests, titleOf } from '../state/store.js';
import { clockTime } from '../text/dates.js';
import { RequestDetail } from './RequestDetail.js';

type Filter = 'all' | 'in' | 'out' | 'trouble';

const FILTERS: { value: Filter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'out', label: 'To the app' },
  { value: 'in', label: 'To Slack' },
  { value: 'trouble', label: 'Trouble' },
];
/** More are not drawn; the newest are what one looks for. */
const SHOWN = 150;

const filter = signal<Filter>('all');
const opened = signal<number | null>(null);

/** Every request and answer, the newest first, with its time against the deadline. */
export function Requests() {
  const all = requests.value;
  const lines = useMemo(
    () =>
      [...all.values()]
        .reverse()
        .filter((one) => passes(one, filter.value))
        .slice(0, SHOWN),
    [all, filter.value],
  );
  const { counts, deadlineMs = 3000 } = laboratory.value ?? {};
  return (
    <>
      {counts && (
        <dl class="counts">
          <Count name="Requests" value={counts.requests} />
          <Count name="Posts taken" value={counts.accepted} />
          <Count name="Refused (429)" value={counts.refused} bad />
          <Count name="Failed" value={counts.failed} bad />
          <Count name="In a refusal’s window" value={counts.inWindow} bad />
          <Count name="Doubled posts" value={counts.duplicates} bad />
        </dl>
      )}
      <div class="scopes" role="group" aria-label="Show">
        {FILTERS.map(({ value, label }) => (
          <button
            key={value}
            type="button"
            aria-pressed={filter.value === value}
            onClick={() => (filter.value = value)}
          >
            {label}
          </button>
        ))}
      </div>
      {lines.length === 0 && <p class="empty">Nothing yet.</p>}
      <ul class="requests">
        {lines.map((one) => (
          <Line key={one.seq} request={one} deadlineMs={deadlineMs} />
        ))}
      </ul>
    </>
  );
}

function Count({ name, value, bad = false }: { name: string; value: number; bad?: boolean }) {
  return (
    <div class={bad && value > 0 ? 'bad' : ''}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Line({ request, deadlineMs }: { request: ShownRequest; deadlineMs: number }) {
  const open = opened.value === request.seq;
  const out = request.direction === 'out';
  const channel = request.channel === null ? undefined : channelOf(request.channel);
  const part = request.ms === null ? 1 : Math.min(1, request.ms / deadlineMs);
  return (
    <li class={`request ${tone(request)}`}>
      <button type="button" aria-expanded={open} onClick={() => (opened.value = open ? null : request.seq)}>
        <span class="way" title={out ? 'Slack to the app' : 'The app to Slack'}>
          <Icon name={out ? 'right' : 'left'} size={14} />
        </span>
        <span class="request-name">
          <b>{request.name || request.kind}</b>
          <small>
            {clockTime(new Date(request.at), true)} · {request.payload ?? request.kind}
            {channel && ` · ${channel.kind === 'public' ? '#' : ''}${titleOf(channel)}`}
            {request.socket && ' · socket'}
          </small>
        </span>
        {request.retry > 0 && <span class="pill">retry {request.retry}</span>}
        {request.fault !== null && <span class="pill">fault: {request.fault}</span>}
        {request.retryAfterS !== null && <span class="pill">wait {request.retryAfterS} s</span>}
        <span class="result">
          <b>{request.running ? '…' : (request.status ?? '✗')}</b>
          <small>{request.problem ?? ''}</small>
        </span>
        <span class="took">
          {request.ms === null ? 'running' : `${request.ms < 10 ? request.ms : Math.round(request.ms)} ms`}
          {out && (
            <span class="bar" title={`of ${deadlineMs} ms`}>
              <span class={part > 0.66 ? 'late' : ''} style={{ width: `${Math.max(2, part * 100)}%` }} />
            </span>
          )}
        </span>
      </button>
      {open && <RequestDetail seq={request.seq} />}
    </li>
  );
}

function tone({ running, status, problem }: ShownRequest): string {
  if (running) return 'running';
  if (status === 429) return 'warn';
  return status === null || status >= 400 || problem !== null ? 'bad' : 'good';
}

function passes(request: ShownRequest, wanted: Filter): boolean {
  if (wanted === 'trouble') return ['warn', 'bad'].includes(tone(request)) || request.fault !== null;
  return wanted === 'all' || request.direction === wanted;
}
