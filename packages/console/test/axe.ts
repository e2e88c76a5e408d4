/** What axe finds on a page, by the rules of WCAG 2.2 AA and its own. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function violations(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    interface Found {
      readonly id: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }
    const runner = (
      globalThis as unknown as {
        axe: { run(o: object): Promise<{ violations: readonly Found[] }> };
      }
    ).axe;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations: all } = await runner.run({ runOnly: { type: 'tag', values: tags } });
    return all.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ html, failureSummary = '' }) => {
        return `${id} ${html.slice(0, 120)} ${failureSummary.split('\n')[1]?.trim() ?? ''}`;
      }),
    );
  });
}
