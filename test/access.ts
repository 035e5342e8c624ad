/** The accessibility rules of WCAG 2.2 AA, asked of a page as it stands. */
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * Of what holds one node is enough. The way to a node is not asked for, its markup says which it is; style sheets need not be read ahead,
 * since no rule of these looks into them: together up to a third of the time.
 */
const RULES: RunOptions = {
  resultTypes: ['violations'],
  selectors: false,
  preload: { assets: ['media'] },
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
};

/** The checker stays in the page for its next screens; a page opened anew gets it again. It has no frames of its own to look into. */
export async function checkAccess(page: Page): Promise<Pick<AxeResults, 'violations' | 'passes'>> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { violations, passes } = await (globalThis as unknown as { axe: typeof axe }).axe.run(rules);
    // Of what holds only how many: the nodes of every rule are a long way from the page to here.
    return { violations, passes: passes.map((one) => ({ ...one, nodes: [] })) };
  }, RULES);
}
