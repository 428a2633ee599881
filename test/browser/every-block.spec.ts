import type { Locator } from 'playwright-core';
import { BLOCK_TYPES } from '../../sandbox/blocks/check-blocks.js';
import { ACTION_ELEMENTS, INPUT_ELEMENTS } from '../../sandbox/blocks/check-elements.js';
import { allBlocks, placedElements } from '../../sandbox/blocks/elements.js';
import { isObject, objects, type Json, type JsonObject } from '../../sandbox/json.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { eventually } from '../harness/eventually.js';
import { hasChromium, SlackPage, TestBrowser } from './chromium.js';
import { everyBlock, everyElement, everyField } from './every-block.js';
import { ListeningApp } from './listening-app.js';
import { faultsOf } from './looks.js';

const CHOSEN = ['static', 'external', 'users', 'conversations', 'channels'];
const DAY = '2026-12-24';
const MOMENT = Date.parse(`${DAY}T10:30Z`) / 1000;

(hasChromium ? describe : describe.skip)('Every block and every element of Block Kit', () => {
  const app = new ListeningApp();
  let sandbox: Sandbox;
  let people: SandboxClient;
  let browser: TestBrowser;
  let slack: SlackPage;
  let token = '';
  const inspect = async (what: string) => expect(await faultsOf(slack.page, what)).toEqual([]);
  const call = async (method: string, body: object) => {
    const response = await fetch(`${sandbox.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    });
    expect(await response.json()).toMatchObject({ ok: true });
  };
  beforeAll(async () => {
    await app.listen();
    sandbox = await startSandbox({ appUrl: app.url });
    people = new SandboxClient(sandbox.url);
    token = (await people.obtainTokens(['chat:write', 'chat:write.public', 'links.embed:write'])).botToken;
    browser = await TestBrowser.launch();
    slack = new SlackPage(await browser.open(`${sandbox.url}/?channel=general`));
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
    app.close();
  });

  it('is tried here', () => {
    const modal = everyField();
    const blocks = [
      ...everyBlock('https://x.example'),
      ...everyElement('https://x.example'),
      ...objects(modal.blocks),
    ];
    expect(BLOCK_TYPES.filter((type) => !allBlocks(blocks).some((one) => one.type === type))).toEqual([]);
    const used = placedElements(blocks).map(({ element }) => element.type);
    const all = [...ACTION_ELEMENTS, ...INPUT_ELEMENTS, 'feedback_buttons', 'icon_button'];
    expect(all.filter((type) => !used.includes(type))).toEqual([]);
  });

  it('is drawn, in a message and on a home tab', async () => {
    const { page } = slack;
    const blocks = everyBlock(`${app.url}/picture`);
    for (let from = 0; from < blocks.length; from += 5) {
      const end = `Blocks ${from + 1} to ${from + 5}`;
      const mark = { type: 'context', elements: [{ type: 'plain_text', text: end }] };
      const some = [...blocks.slice(from, from + 5), mark];
      await call('chat.postMessage', { channel: '#general', text: end, blocks: some });
      await slack.message(end).waitFor();
      expect(await page.locator('.main .unknown').count()).toBe(0);
      await inspect(end);
    }
    expect(await page.locator('.missing-picture').count()).toBe(0);
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByText('Folded away').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'ms', exact: true }).click();
    await page.locator('.data-table td').first().getByText('898').waitFor();
  });

  /** The newest action that the app has heard of. */
  const expectAction = (expected: JsonObject) =>
    eventually(async () => expect(objects(app.heard.at(-1)?.actions ?? null).at(0)).toMatchObject(expected));

  it('tells the app what was clicked and chosen', async () => {
    const { page } = slack;
    await slack.go('ops');
    await call('chat.postMessage', {
      channel: '#ops',
      text: 'Elements',
      blocks: everyElement(`${app.url}/runbook`),
    });
    const card = slack.messages.last();
    const button = (name: string) => card.getByRole('button', { name, exact: true });
    await button('Restart').click();
    await page.getByRole('button', { name: 'Leave it' }).click();
    expect(app.heard).toEqual([]);
    await button('Restart').click();
    await inspect('confirm');
    await page.getByRole('button', { name: 'Do it' }).click();
    await expectAction({ action_id: 'button', value: 'db-3' });
    const [elsewhere] = await Promise.all([page.context().waitForEvent('page'), button('Runbook').click()]);
    await elsewhere.close();
    await expectAction({ action_id: 'link' });
    expect(await button('Workflow').isDisabled()).toBe(true);
    await button('More actions').click();
    await page.getByRole('menuitem', { name: 'Mute' }).click();
    await expectAction({ action_id: 'overflow', selected_option: { value: 'mute' } });
    await button('Good').click();
    await expectAction({ action_id: 'feedback_buttons', value: 'up' });
    await button('Throw away').click();
    await expectAction({ action_id: 'icon_button', value: 'x' });
    for (const kind of CHOSEN) {
      for (const type of [`${kind}_select`, `multi_${kind}_select`]) {
        await choose(card.getByRole('combobox', { name: `Choose, ${type}`, exact: true }), kind);
        await expectAction({ action_id: type });
      }
    }
    await pick(card, (type) => (type === 'datetimepicker' ? 'Choose' : `Choose, ${type}`), expectAction);
    await inspect('elements');
  });

  it('fills a form with every field', async () => {
    const { modal } = slack;
    await slack.messages.last().getByRole('button', { name: 'Throw away' }).click();
    await eventually(async () =>
      expect(app.heard.at(-1)).toMatchObject({ actions: [{ action_id: 'icon_button' }] }),
    );
    await call('views.open', { trigger_id: app.heard.at(-1)?.trigger_id, view: everyField() });
    await modal.waitFor();
    expect(await modal.locator('.unknown').count()).toBe(0);
    for (const kind of CHOSEN) {
      for (const type of [`${kind}_select`, `multi_${kind}_select`]) {
        await choose(modal.getByRole('combobox', { name: `Field ${type}`, exact: true }), kind);
      }
    }
    await pick(modal, (type) => `Field ${type}`);
    const field = (type: string) => modal.getByRole('textbox', { name: `Field ${type}`, exact: true });
    await field('plain_text_input').fill('Because');
    await field('email_text_input').fill('ann@acme.example');
    await field('url_text_input').fill('https://acme.example');
    await field('rich_text_input').fill('In short');
    await field('number_input').fill('4.5');
    const report = { name: 'report.txt', mimeType: 'text/plain', buffer: Buffer.from('All is well.') };
    await modal.getByLabel('Field file_input', { exact: true }).setInputFiles(report);
    await modal.getByText('report.txt').waitFor();
    await inspect('every field');
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.waitFor({ state: 'detached' });
    const { view } = app.heard.at(-1) ?? {};
    const values =
      isObject(view) && isObject(view.state) ? (view.state.values as Record<string, JsonObject>) : {};
    const held = Object.entries(values).map(([block, one]) => [block, valueOf(one[block])]);
    expect(Object.fromEntries(held)).toEqual({
      static_select: 'red',
      multi_static_select: ['red'],
      external_select: 'carol',
      multi_external_select: ['carol'],
      users_select: expect.any(String),
      multi_users_select: [expect.any(String)],
      conversations_select: expect.any(String),
      multi_conversations_select: [expect.any(String)],
      channels_select: expect.any(String),
      multi_channels_select: [expect.any(String)],
      datepicker: DAY,
      timepicker: '10:30',
      datetimepicker: MOMENT,
      checkboxes: ['lights'],
      radio_buttons: 'tomorrow',
      plain_text_input: 'Because',
      number_input: '4.5',
      email_text_input: 'ann@acme.example',
      url_text_input: 'https://acme.example',
      rich_text_input: expect.objectContaining({ type: 'rich_text' }),
      file_input: [expect.objectContaining({ name: 'report.txt' })],
    });
    expect(browser.complaints).toEqual([]);
  });

  /** The first of what a menu offers; the one that asks the app is given a letter first. */
  async function choose(menu: Locator, kind: string): Promise<void> {
    await menu.click();
    if (kind === 'external') await menu.pressSequentially('c');
    await slack.page.getByRole('option').first().click();
    await slack.page.keyboard.press('Tab');
  }

  /** Dates, boxes and buttons, within a message or a form. */
  async function pick(
    within: Locator,
    nameOf: (type: string) => string,
    heard: (expected: JsonObject) => Promise<unknown> = async () => undefined,
  ): Promise<void> {
    const field = (type: string) => within.getByLabel(nameOf(type), { exact: true });
    await field('datepicker').fill(DAY);
    await heard({ action_id: 'datepicker', selected_date: DAY });
    await field('timepicker').fill('10:30');
    await heard({ action_id: 'timepicker', selected_time: '10:30' });
    await field('datetimepicker').fill(`${DAY}T10:30`);
    await heard({ action_id: 'datetimepicker', selected_date_time: MOMENT });
    await within.getByRole('checkbox', { name: 'Lights' }).check();
    await heard({
      action_id: 'checkboxes',
      selected_options: [{ value: 'lights' }],
    });
    await within.getByRole('radio', { name: 'Tomorrow' }).check();
    await heard({ action_id: 'radio_buttons', selected_option: { value: 'tomorrow' } });
  }
});

/** What an entry of `state.values` holds: an option's is its value. */
function valueOf(entry: Json | undefined): Json {
  if (!isObject(entry)) return null;
  const held = Object.entries(entry).find(([name]) => name !== 'type')?.[1] ?? null;
  const plain = (one: Json): Json => (isObject(one) && 'value' in one ? (one.value ?? null) : one);
  return Array.isArray(held) ? held.map(plain) : plain(held);
}
