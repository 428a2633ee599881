import { spawnSync } from 'node:child_process';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { WIDE } from './looks.js';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Whether Debian's chromium is here; tests that need it are reported as skipped, by name, where it isn't. */
export const hasChromium = spawnSync(EXECUTABLE, ['--version']).status === 0;

/** One browser for a test file. */
export class TestBrowser {
  /** What the pages have complained about: errors of scripts, and what a policy or the network refused. */
  readonly complaints: string[] = [];
  /** From where the pages have fetched anything at all. */
  readonly origins = new Set<string>();

  private constructor(private readonly browser: Browser) {}

  static async launch(): Promise<TestBrowser> {
    // Chromium's sandbox wants privileges that root in a container lacks; what is opened here is our own.
    const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] });
    return new TestBrowser(browser);
  }

  /** A window of its own, in UTC. */
  async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: WIDE,
      timezoneId: 'UTC',
      locale: 'en-GB',
      ...options,
    });
    context.setDefaultTimeout(15_000);
    context.on('page', (page) => this.watch(page));
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'data:') this.origins.add(origin);
    });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  /**
   * The longest task of the page's main thread while `act` runs, in milliseconds: as the browser's Long Tasks tell it,
   * and what it took of the processor, which others who use the machine don't add to.
   */
  async longestTask(
    page: Page,
    act: () => Promise<unknown>,
  ): Promise<{ onClock: number; onProcessor: number }> {
    await this.browser.startTracing(page, {
      categories: ['toplevel', 'disabled-by-default-devtools.timeline'],
    });
    await act();
    const trace = JSON.parse((await this.browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const mains = new Set(
      trace.traceEvents
        .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
        .map(({ pid, tid }) => `${pid}/${tid}`),
    );
    const tasks = trace.traceEvents.filter(
      ({ name, pid, tid }) => name.endsWith('RunTask') && mains.has(`${pid}/${tid}`),
    );
    if (!tasks.some(({ tdur }) => tdur !== undefined)) throw new Error('the trace tells of no task');
    const most = (times: (number | undefined)[]) => Math.max(0, ...times.map((time) => (time ?? 0) / 1000));
    return { onClock: most(tasks.map(({ dur }) => dur)), onProcessor: most(tasks.map(({ tdur }) => tdur)) };
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private watch(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(String(error.stack ?? error)));
    page.on('console', (message) => {
      // The app's own pages have no icon, and are not what is tested.
      if (message.type() !== 'error' || message.location().url.endsWith('/favicon.ico')) return;
      this.complaints.push(`${message.text()} (${message.location().url})`);
    });
  }
}

/** Of a trace: durations in microseconds, `tdur` those of the thread's own clock. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** The page as a person of whom tests ask: by the names that assistive technology has for things. */
export class SlackPage {
  constructor(readonly page: Page) {}

  get composer() {
    return this.page.locator('.main [data-composer]');
  }

  get messages() {
    return this.page.locator('.main .message');
  }

  message(text: string | RegExp) {
    return this.messages.filter({ hasText: text });
  }

  get thread() {
    return this.page.getByRole('complementary', { name: 'Thread' });
  }

  get modal() {
    return this.page.locator('dialog.modal[open]');
  }

  channel(name: string) {
    return this.page.locator('.sidebar [data-channel]').filter({ hasText: name });
  }

  async go(name: string): Promise<void> {
    await this.channel(name).click();
    await this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  /** Becomes somebody else. */
  async be(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^You are/ }).click();
    await this.page.getByRole('menuitemradio', { name }).click();
    await this.page.getByRole('button', { name: new RegExp(`^You are ${name}`) }).waitFor();
  }
}
