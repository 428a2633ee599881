import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../kit/Icon.js';
import { set, typedNumber } from '../state/control.js';
import { clock, laboratory, now } from '../state/store.js';

const SCALES = [1, 2, 10, 60];
/** The sandbox takes no more. */
const MOST_AT_ONCE = 1_000_000;
const JUMPS = [
  { label: '1 minute', ms: 60_000 },
  { label: '5 minutes', ms: 300_000 },
  { label: '1 hour', ms: 3_600_000 },
  { label: '1 day', ms: 86_400_000 },
];

/** The sandbox's clock and Slack's limits. */
export function Time() {
  const scale = clock.value?.scale ?? 1;
  return (
    <>
      <section class="panel-section">
        <h3>
          <Icon name="clock" /> Slack’s time
        </h3>
        <Now />
        <p>Retries, limits, scheduled messages and tokens go by it. The app’s own clock is not touched.</p>
        <div class="scopes" role="group" aria-label="How fast it runs">
          {SCALES.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={scale === one}
              onClick={() => void set('clock', { scale: one })}
            >
              {one}×
            </button>
          ))}
        </div>
        <div class="actions" role="group" aria-label="Jump ahead">
          {JUMPS.map(({ label, ms }) => (
            <button
              key={label}
              type="button"
              class="button"
              onClick={() => void set('clock', { advanceMs: ms })}
            >
              + {label}
            </button>
          ))}
        </div>
      </section>
      <Limits />
    </>
  );
}

function Now() {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 500);
    return () => clearInterval(timer);
  }, []);
  const date = new Date(now());
  return (
    <p class="now">
      <time dateTime={date.toISOString()}>{date.toLocaleString()}</time>
    </p>
  );
}

function Limits() {
  const limits = laboratory.value?.limits;
  const [perSecond, setPerSecond] = useState('');
  if (!limits) return null;
  const apply = async () => {
    if (perSecond.trim() === '') return;
    const rate = typedNumber(perSecond);
    const burst = typeof rate === 'number' ? Math.min(MOST_AT_ONCE, Math.max(1, Math.ceil(rate * 4))) : 1;
    const { shown } = await set('limits', { postMessage: { perSecond: rate, burst } });
    // What was refused stays, to be corrected.
    if (shown === null) setPerSecond('');
  };
  return (
    <section class="panel-section">
      <h3>Limits</h3>
      <ul class="switches">
        <li>
          <button
            type="button"
            role="switch"
            aria-checked={limits.enabled}
            aria-label="Slack’s limits"
            onClick={() => void set('limits', { enabled: !limits.enabled })}
          >
            <span class="knob" />
          </button>
          <div>
            <b>Slack’s limits</b>
            <small>
              Posts: {limits.perSecond} a second and channel, {limits.burst} at once; methods by their tiers.
            </small>
          </div>
        </li>
      </ul>
      <form
        class="own"
        onSubmit={(event) => {
          event.preventDefault();
          void apply();
        }}
      >
        <label>
          Posts a second and channel
          <input
            class="field"
            inputMode="decimal"
            placeholder={String(limits.perSecond)}
            value={perSecond}
            onInput={(event) => setPerSecond(event.currentTarget.value)}
          />
        </label>
        <button class="button">Set</button>
      </form>
      <p>An app has {(laboratory.value?.deadlineMs ?? 3000) / 1000} s to answer what it is sent.</p>
    </section>
  );
}
