import type { TestCard } from '../first-steps.js';
import { escapeHtml } from '../../platform/http/html.js';
import { copyable, page } from '../../platform/http/page.js';

/** What the page of first steps knows. */
export interface SetupView {
  workspace: { id: string; name: string };
  /** Of an organisation: its workspaces, to choose another. */
  others: { id: string; name: string }[];
  /** One of each other installation's whose first steps are open in this browser. */
  elsewhere: { id: string; name: string }[];
  formToken: string;
  publicUrl: string;
  /** Slack's app_redirect for this workspace and app. */
  openUrl: string;
  /** Why the steps are not this person's to take; undefined where they are. */
  barred?: string;
  /** Where cards go that no route claims, `#general`. */
  channel: string;
  /** Names with their `#`, to choose from; empty where Slack could not be asked. */
  channels: string[];
  testCard?: TestCard;
  /** Shown this once. */
  key?: string;
  done?: 'channel' | 'key';
  problem?: { step: 'channel' | 'test-card' | 'key'; words: string; typed?: string };
}

/** Installed: the channel, a test card, a key, Slack. Each works at once, without a script. */
export function setupPage(view: SetupView): string {
  const { workspace, barred } = view;
  const name = escapeHtml(workspace.name);
  const steps =
    barred === undefined
      ? `<p>Four steps to the first useful message. They are open in this browser for an hour.</p>
<ol class="steps">${channelStep(view)}${cardStep(view)}${keyStep(view)}${slackStep(view)}</ol>`
      : `<p class="note">${escapeHtml(barred)}</p>
<p><a class="button" href="${escapeHtml(view.openUrl)}">Open Slack</a></p>`;
  return page(
    `Installed in ${workspace.name}`,
    `<span class="mark good" aria-hidden="true">✓</span>
<h1>Switchboard is in ${name}</h1>
${choice(view)}${steps}`,
  );
}

/** An organisation has it, and no workspace of its yet. */
export function organisationPage(name: string): string {
  return page(
    `Installed for ${name}`,
    `<span class="mark good" aria-hidden="true">✓</span>
<h1>Switchboard is installed for ${escapeHtml(name)}</h1>
<p>It is in none of the organisation’s workspaces yet. One of its admins adds it to them: in Slack’s administration, under
<strong>Integrations → Installed apps → Switchboard → Add to more workspaces</strong>.</p>
<p class="soft">Workspaces that you add later get it without a further step here.</p>
<div class="ways"><p><a class="button" href="/setup">It is added: go on</a></p></div>`,
  );
}

function choice({ workspace, others, elsewhere }: SetupView): string {
  const name = escapeHtml(workspace.name);
  const words = [
    ...(others.length === 0 ? [] : [`The organisation’s other workspaces: ${linksTo(others)}.`]),
    ...(elsewhere.length === 0
      ? []
      : [`In this browser it was just installed in ${linksTo(elsewhere)} too.`]),
  ];
  return words.length === 0 ? '' : `<p class="soft">These steps are for ${name}. ${words.join(' ')}</p>`;
}

const linksTo = (workspaces: SetupView['others']) =>
  workspaces
    .map(({ id, name }) => `<a href="/setup?workspace=${encodeURIComponent(id)}">${escapeHtml(name)}</a>`)
    .join(', ');

function channelStep(view: SetupView): string {
  const { channel, channels, done, problem } = view;
  const wrong = problem?.step === 'channel' ? problem : undefined;
  const described = ['channel-hint', ...(wrong === undefined ? [] : ['channel-problem'])].join(' ');
  const options = channels.map((name) => `<option value="${escapeHtml(name)}"></option>`).join('');
  return `<li>
<h2>Choose the channel</h2>
<p id="channel-hint">Cards that none of your routes claims go there; now it is <strong>${escapeHtml(channel)}</strong>. For a
private channel, invite the app there first: <code>/invite @Switchboard</code>.</p>
${done === 'channel' ? note(`Cards go to ${channel} from now on.`) : ''}${wrong === undefined ? '' : note(wrong.words, 'channel-problem')}
${form(view, 'channel')}
<label for="channel">Channel</label>
<div class="field"><input type="text" id="channel" name="channel" list="channels" value="${escapeHtml(wrong?.typed ?? channel)}" required
maxlength="81" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="${described}"${wrong === undefined ? '' : ' aria-invalid="true"'}>
<button class="button quiet" type="submit">Use this channel</button></div>
<datalist id="channels">${options}</datalist>
</form>
</li>`;
}

function cardStep(view: SetupView): string {
  const { channel, testCard, problem } = view;
  const wrong = problem?.step === 'test-card' ? note(problem.words, 'card-problem') : '';
  return `<li>
<h2>Send a test card</h2>
<p>It takes the way that your systems’ cards will take, to ${escapeHtml(channel)}.</p>
${testCard === undefined ? '' : cardNote(testCard, view.workspace.id)}${wrong}
${form(view, 'test-card')}<button class="button quiet" type="submit">${testCard === undefined ? 'Send a test card' : 'Send another'}</button></form>
</li>`;
}

function cardNote({ state, channel, words, permalink }: TestCard, workspaceId: string): string {
  switch (state) {
    case 'arrived': {
      const link =
        permalink === undefined ? '' : ` <a href="${escapeHtml(permalink)}">Look at it in Slack</a>.`;
      return `<p class="note" role="status">The test card arrived in ${escapeHtml(channel)}.${link}</p>`;
    }
    case 'failed':
      return `<p class="note wrong" role="alert">Slack did not take the test card: ${escapeHtml(words ?? 'it gave no reason')}. Choose another
channel, or invite the app to this one, and send another.</p>`;
    case 'waiting':
      return `<p class="note" role="status">The test card is on its way to ${escapeHtml(channel)}.
<a href="/setup?workspace=${encodeURIComponent(workspaceId)}">Look again</a></p>`;
  }
}

function keyStep(view: SetupView): string {
  const { key, publicUrl, problem } = view;
  const wrong = problem?.step === 'key' ? note(problem.words, 'key-problem') : '';
  const command = `curl ${publicUrl}/v1/notifications \\
  -H "Authorization: Bearer ${key ?? 'swb_…'}" \\
  -H "Content-Type: application/json" \\
  -d '{"type":"alert","severity":"critical","title":"Disk full on db-3","fingerprint":"disk-db-3"}'`;
  const shown =
    key === undefined
      ? ''
      : `<p class="note" role="status">This is your key. Keep it now: it is not shown again.</p>
${copyable(key, 'Your key')}`;
  return `<li>
<h2>Get a key for your systems</h2>
<p>With it a system can send, and nothing else.</p>
${shown}${wrong}${form(view, 'key')}<button class="button quiet" type="submit">${key === undefined ? 'Get a key' : 'Get another'}</button></form>
<p>Admins make more keys, and revoke them, in the <a href="/console/keys">console</a>.</p>
<p>Then anything that speaks HTTP can send a card:</p>
${copyable(command, 'A command that sends a card')}
</li>`;
}

const slackStep = ({ openUrl, workspace }: SetupView) => `<li>
<h2>Open Slack</h2>
<p>Press <strong>Acknowledge</strong> on a card, and it says who did.</p>
<p><a class="button" href="${escapeHtml(openUrl)}">Open Slack</a></p>
<p class="soft">Routes, keys and what failed are in <a href="/console/sign-in?team=${encodeURIComponent(workspace.id)}">the console</a>,
behind Slack’s sign-in, also when these pages have closed.</p>
</li>`;

const form = ({ formToken, workspace }: SetupView, step: string) =>
  `<form method="post" action="/setup/${step}"><input type="hidden" name="form" value="${escapeHtml(formToken)}"><input type="hidden" name="workspace" value="${escapeHtml(workspace.id)}">`;

const note = (words: string, problemId?: string) =>
  problemId === undefined
    ? `<p class="note" role="status">${escapeHtml(words)}</p>`
    : `<p class="note wrong" role="alert" id="${problemId}">${escapeHtml(words)}</p>`;
