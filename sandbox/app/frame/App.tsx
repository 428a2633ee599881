import { useEffect, useLayoutEffect } from 'preact/hooks';
import { Confirm } from '../elements/Confirm.js';
import { Channel } from '../messages/Channel.js';
import { Thread } from '../messages/Thread.js';
import { panel, Panel } from '../panel/Panel.js';
import { inFront, isSeen } from '../state/front.js';
import { place } from '../state/place.js';
import { appIn, channel, here, titleOf } from '../state/store.js';
import { AppAbout, AppHome, AppTabs } from '../views/AppTabs.js';
import { Modals } from '../views/Modals.js';
import { Announcer } from './Announcer.js';
import { Banner } from './Banner.js';
import { Header } from './Header.js';
import { Help } from './Help.js';
import { focusIn, listenToKeys } from './keys.js';
import { Rail } from './Rail.js';
import { Search } from './Search.js';
import { Sidebar, sidebarOpen } from './Sidebar.js';
import { Switcher } from './Switcher.js';

/** The whole page. */
export function App() {
  const thread = channel.value ? place.value.thread : '';
  const first = inFront({ thread: thread !== '', panel: panel.value !== null });
  useEffect(listenToKeys, []);
  useLayoutEffect(() => {
    // What covers the part that had the focus takes it over.
    const at = document.activeElement;
    if (at?.closest('[data-region]') && !isSeen(at)) focusIn(document.querySelector(`.${first}`));
  }, [first]);
  if (!here.value) return <Opening />;
  const at = channel.value;
  const team = here.value.teams.find(({ id }) => id === here.value?.team);
  const app = appIn(at);
  const { tab } = place.value;
  const calls = here.value.channels.reduce((sum, { mentions }) => sum + mentions, 0);
  document.title = `${calls > 0 ? `(${calls}) ` : ''}${at ? titleOf(at) : 'Nothing'} · ${team?.name ?? 'Sandbox'}`;
  const shown = at && app && tab === 'home' ? 'home' : at && app && tab === 'about' ? 'about' : 'messages';
  const panes = [
    `frame front-${first}`,
    sidebarOpen.value ? 'with-sidebar' : '',
    thread !== '' ? 'with-thread' : '',
    panel.value ? 'with-panel' : '',
  ];

  return (
    <div class={panes.join(' ')}>
      <a class="skip" href="#main">
        Skip to messages
      </a>
      <Rail />
      <Sidebar />
      <main id="main" class="main" tabIndex={-1} data-region>
        <Banner />
        <Header channel={at} />
        {at && app && <AppTabs app={app} channel={at} />}
        {!at && <p class="empty">{team?.name} has no channel that you can see.</p>}
        {at && shown === 'messages' && <Channel channel={at} />}
        {app && shown === 'home' && <AppHome app={app} />}
        {app && shown === 'about' && <AppAbout app={app} />}
      </main>
      {at && thread !== '' && <Thread channel={at} ts={thread} />}
      {panel.value && <Panel />}
      <Modals />
      <Confirm />
      <Switcher />
      <Search />
      <Help />
      <Announcer />
    </div>
  );
}

function Opening() {
  return (
    <main class="opening" aria-busy="true">
      <h1>Sandbox</h1>
      <p role="status">Connecting …</p>
    </main>
  );
}
