import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where pictures of the pages go, to be looked at; none where it is not set. */
const PICTURES = process.env.BROWSER_PICTURES;
if (PICTURES !== undefined) mkdirSync(PICTURES, { recursive: true });

export const WIDE = { width: 1360, height: 860 };
/** A small phone. */
export const NARROW = { width: 360, height: 740 };
/** The rules that colours can break; all others were tried in the light. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

interface AxeResults {
  violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
}

declare global {
  /** There once its script was evaluated in the page. */
  var axe: { run(options: object): Promise<AxeResults> };
}

/** What axe finds wrong with what the page shows, one line for each element; by all its rules, or by these alone. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Past the page's policy, which admits no script but its own.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    const { violations } = await axe.run(runOnly ? { runOnly } : {});
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
  }, rules);
}

/**
 * What is wrong with what the page shows, light and dark, in a wide window and in a narrow one: by axe, and where it has
 * to be scrolled sideways. Leaves the window as it was, and light.
 */
export async function faultsOf(page: Page, name: string, windows = [WIDE, NARROW]): Promise<string[]> {
  const found: string[] = [];
  const before = page.viewportSize() ?? WIDE;
  for (const window of windows) {
    await page.setViewportSize(window);
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = `${name}, ${colorScheme}, ${window.width} wide`;
      await page.emulateMedia({ colorScheme });
      const broken = await violations(page, colorScheme === 'dark' ? OF_COLOURS : undefined);
      found.push(...broken.map((line) => `${look}: ${line}`));
      await picture(page, look.replace(/,? /g, '-'));
    }
    const wide = await page.evaluate(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    if (wide) found.push(`${name}, ${window.width} wide: it has to be scrolled sideways`);
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

/** Notes what the page looks like, where somebody wants to see it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png` });
}
