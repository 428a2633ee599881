import { Icon } from '../kit/Icon.js';
import { trouble } from '../state/control.js';
import { health, here, link } from '../state/store.js';

const WORDS: Record<string, string> = {
  http_timeout: 'it answered too late',
  connection_failed: 'it could not be reached',
  http_error: 'it answered with an error',
};

/** What is not as it should be: the sandbox gone, the app down, what was done refused. */
export function Banner() {
  const apps = here.value?.apps.filter(({ installed }) => installed) ?? [];
  return (
    <div class="banners" role="status">
      {link.value === 'lost' && (
        <p class="banner bad">
          <Icon name="alert" /> The sandbox is gone. What you see is as it was; it connects again by itself.
        </p>
      )}
      {link.value !== 'lost' &&
        apps.map((app) => {
          const state = health.value.find((one) => one.app === app.id);
          if (state?.silent) {
            return (
              <p class="banner bad" key={app.id} data-down={app.id}>
                <Icon name="alert" /> {app.name} does not answer: at {app.url} connections are taken, and
                nothing comes back. Events are sent again when it answers; clicks fail.
              </p>
            );
          }
          if (state?.reachable === false) {
            return (
              <p class="banner bad" key={app.id} data-down={app.id}>
                <Icon name="alert" /> {app.name} is down: nobody answers at {app.url}. Events are sent again
                when it is back; clicks fail.
              </p>
            );
          }
          if (app.eventsDisabled) {
            return (
              <p class="banner warn" key={app.id}>
                <Icon name="alert" /> Nearly all deliveries to {app.name} have failed: Slack has switched its
                events off.
              </p>
            );
          }
          if (state?.failing) {
            return (
              <p class="banner warn" key={app.id}>
                <Icon name="alert" /> The newest delivery to {app.name} failed:{' '}
                {WORDS[state.failing] ?? state.failing}.
              </p>
            );
          }
          return null;
        })}
      {trouble.value !== null && (
        <p class="banner warn" role="alert">
          <Icon name="alert" /> {trouble.value}
          <button type="button" class="quiet" aria-label="Dismiss" onClick={() => (trouble.value = null)}>
            <Icon name="close" />
          </button>
        </p>
      )}
    </div>
  );
}
