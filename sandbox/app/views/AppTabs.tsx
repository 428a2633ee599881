import { useEffect, useMemo } from 'preact/hooks';
import type { ShownApp, ShownChannel } from '../../page/shown.js';
import { Blocks } from '../blocks/Blocks.js';
import { SurfaceContext } from '../elements/context.js';
import { Icon } from '../kit/Icon.js';
import { act } from '../state/control.js';
import { formAt } from '../state/form.js';
import { go, place } from '../state/place.js';
import { here, homes } from '../state/store.js';

/** Above the messages with an app: its home, its messages, and what it is. */
export function AppTabs({ app, channel }: { app: ShownApp; channel: ShownChannel }) {
  const tabs = [
    ...(app.homeTab ? [{ tab: 'home' as const, label: 'Home' }] : []),
    ...(app.messagesTab ? [{ tab: '' as const, label: 'Messages' }] : []),
    { tab: 'about' as const, label: 'About' },
  ];
  return (
    <nav class="tabs" aria-label={`${app.name}’s tabs`}>
      {tabs.map(({ tab, label }) => (
        <button
          key={label}
          type="button"
          aria-current={place.value.tab === tab ? 'page' : undefined}
          onClick={() => {
            if (tab !== 'about') void act('home', { app: app.id, tab: tab === 'home' ? 'home' : 'messages' });
            go({ channel: channel.id, tab, thread: '' });
          }}
        >
          {label}
        </button>
      ))}
    </nav>
  );
}

/** What the app has published for the viewer. */
export function AppHome({ app }: { app: ShownApp }) {
  const view = homes.value.find((one) => one.app === app.id);
  const viewer = here.value?.viewer ?? '';
  const form = formAt({ view_id: view?.id ?? '' }, viewer);
  const surface = useMemo(
    () => ({ form, kind: 'home' as const, state: view?.state, errors: view?.errors ?? {} }),
    [form, view],
  );
  // Whoever comes to the tab by its address has opened it too.
  useEffect(() => {
    if (!view) void act('home', { app: app.id });
  }, [app.id, viewer]);

  return (
    <div class="home" tabIndex={0} role="region" aria-label={`${app.name}’s home`}>
      {view ? (
        <SurfaceContext.Provider value={surface}>
          <Blocks blocks={view.blocks} />
          {form.problem.value !== null && (
            <p class="problem" role="alert">
              <Icon name="alert" size={14} /> {form.problem.value}
            </p>
          )}
        </SurfaceContext.Provider>
      ) : (
        <div class="empty">
          <Icon name="home" size={32} />
          <p>{app.name} has published nothing on its home tab yet.</p>
        </div>
      )}
    </div>
  );
}

export function AppAbout({ app }: { app: ShownApp }) {
  const shortcuts = app.shortcuts;
  return (
    <div class="home" tabIndex={0} role="region" aria-label={`About ${app.name}`}>
      <div class="about">
        <h2>{app.name}</h2>
        <p>
          It listens at <code>{app.url}</code>
          {app.socketMode ? ', and is connected by Socket Mode' : ''}.
        </p>
        {app.commands.length > 0 && (
          <>
            <h3>Slash commands</h3>
            <dl>
              {app.commands.map((one) => (
                <div key={one.command}>
                  <dt>
                    <code>
                      {one.command} {one.usageHint}
                    </code>
                  </dt>
                  <dd>{one.description}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
        {shortcuts.length > 0 && (
          <>
            <h3>Shortcuts</h3>
            <dl>
              {shortcuts.map((one) => (
                <div key={one.callbackId}>
                  <dt>{one.name}</dt>
                  <dd>
                    {one.description} ({one.type === 'global' ? 'anywhere' : 'on a message'})
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <p>
          <a href={app.landing} target="_blank" rel="noopener">
            Its landing page
          </a>
        </p>
      </div>
    </div>
  );
}
