import { useState } from 'preact/hooks';
import type { JsonObject } from '../../json.js';
import type { ShownFault } from '../../page/shown.js';
import { Icon } from '../kit/Icon.js';
import { set, typedNumber } from '../state/control.js';
import { laboratory } from '../state/store.js';

/** Faults that are a switch away. What each means stands in the sandbox's guide. */
const SWITCHES: { label: string; about: string; rule: JsonObject }[] = [
  {
    label: 'Slack is down',
    about: 'Every call of the Web API: 503',
    rule: { fault: 'error', status: 503, kind: 'api' },
  },
  {
    label: 'Too fast',
    about: 'Every second post: 429, wait 2 s',
    rule: { fault: 'ratelimited', name: 'chat.postMessage', probability: 0.5, retryAfterS: 2 },
  },
  { label: 'Slow Slack', about: 'Every answer 2 s late', rule: { fault: 'slow', kind: 'api', ms: 2000 } },
  {
    label: 'Lost answers',
    about: 'Half of the posts are done, and the connection breaks',
    rule: { fault: 'reset', accepted: true, name: 'chat.postMessage', probability: 0.5 },
  },
  {
    label: 'Invalid blocks',
    about: 'Every post: invalid_blocks',
    rule: { fault: 'refused', error: 'invalid_blocks', name: 'chat.postMessage' },
  },
  {
    label: 'Events twice',
    about: 'Every event comes two times',
    rule: { fault: 'duplicate', kind: 'event' },
  },
  {
    label: 'Events out of order',
    about: 'Half of them after the next',
    rule: { fault: 'reorder', kind: 'event', probability: 0.5 },
  },
];

const KINDS = ['refused', 'error', 'ratelimited', 'timeout', 'reset', 'slow', 'duplicate', 'reorder'];

/** Faults on and off by hand. */
export function Faults() {
  const { faults = [], seed } = laboratory.value ?? {};
  const play = (rules: JsonObject[]) => void set('faults', { rules });
  const known = (rule: JsonObject) => faults.find((one) => same(one, rule));
  const others = faults.filter((one) => !SWITCHES.some(({ rule }) => same(one, rule)));
  return (
    <>
      <p class="lead">
        What goes wrong from now on. Seed {seed}: the same seed and the same requests meet the same faults.
      </p>
      <ul class="switches">
        {SWITCHES.map(({ label, about, rule }) => {
          const on = known(rule);
          return (
            <li key={label}>
              <button
                type="button"
                role="switch"
                aria-checked={on !== undefined}
                aria-label={label}
                onClick={() =>
                  play(on ? faults.filter((one) => one !== on).map(bare) : [...faults.map(bare), rule])
                }
              >
                <span class="knob" />
              </button>
              <div>
                <b>{label}</b>
                <small>{about}</small>
              </div>
              {on && (
                <span class="pill">
                  {on.struck} of {on.seen}
                </span>
              )}
            </li>
          );
        })}
        {others.map((one, index) => (
          <li key={`other-${index}`}>
            <button
              type="button"
              class="quiet"
              aria-label={`End ${one.fault}`}
              onClick={() => play(faults.filter((other) => other !== one).map(bare))}
            >
              <Icon name="close" />
            </button>
            <div>
              <b>{one.fault}</b>
              <small>{describe(one)}</small>
            </div>
            <span class="pill">
              {one.struck} of {one.seen}
            </span>
          </li>
        ))}
      </ul>
      <Own onAdd={(rule) => play([...faults.map(bare), rule])} />
      {faults.length > 0 && (
        <button type="button" class="button" onClick={() => play([])}>
          End all faults
        </button>
      )}
    </>
  );
}

/** A rule of one's own. */
function Own({ onAdd }: { onAdd: (rule: JsonObject) => void }) {
  const [fault, setFault] = useState('refused');
  const [name, setName] = useState('chat.postMessage');
  const [error, setError] = useState('channel_not_found');
  const [count, setCount] = useState('1');
  const add = () => {
    onAdd({
      fault,
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(fault === 'refused' && error !== '' ? { error } : {}),
      ...(count.trim() === '' ? {} : { count: typedNumber(count) }),
    });
  };
  return (
    <form
      class="own"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <h3>One more</h3>
      <label>
        What
        <select class="field" value={fault} onChange={(event) => setFault(event.currentTarget.value)}>
          {KINDS.map((kind) => (
            <option key={kind}>{kind}</option>
          ))}
        </select>
      </label>
      <label>
        Of method or event
        <input class="field" value={name} onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      {fault === 'refused' && (
        <label>
          Slack’s error
          <input class="field" value={error} onInput={(event) => setError(event.currentTarget.value)} />
        </label>
      )}
      <label>
        How often at most
        <input
          class="field"
          inputMode="numeric"
          value={count}
          placeholder="no end"
          onInput={(event) => setCount(event.currentTarget.value)}
        />
      </label>
      <button class="button">Add</button>
    </form>
  );
}

function bare({ seen: _seen, struck: _struck, ...rule }: ShownFault): JsonObject {
  return rule as JsonObject;
}

function same(one: ShownFault, rule: JsonObject): boolean {
  const has = bare(one);
  return JSON.stringify(Object.entries(has).sort()) === JSON.stringify(Object.entries(rule).sort());
}

function describe(one: ShownFault): string {
  const { fault: _fault, ...rest } = bare(one);
  return Object.entries(rest)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ');
}
