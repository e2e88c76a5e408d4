/** What somebody does who has no mouse. */
import type { Page } from 'playwright-core';

/** Presses Tab until what has the focus is called so. */
export async function tabTo(page: Page, name: RegExp, tag = ''): Promise<void> {
  for (let step = 0; step < 400; step++) {
    await page.keyboard.press('Tab');
    const words = await page.evaluate((only) => {
      const at = document.activeElement;
      if (!(at instanceof HTMLElement) || (only !== '' && at.tagName.toLowerCase() !== only))
        return '';
      const labels = at instanceof HTMLInputElement ? [...(at.labels ?? [])] : [];
      const label = labels.map((each) => each.textContent).join(' ');
      return (at.getAttribute('aria-label') ?? (label === '' ? at.textContent : label)).trim();
    }, tag);
    if (name.test(words)) return;
  }
  throw new Error(`Nothing with the focus is called ${String(name)}.`);
}

/** Goes to a screen, or does a command, by its name. */
export async function palette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or command' }).waitFor();
  await page.keyboard.type(words);
  await page.getByRole('option', { name: words }).first().waitFor();
  await page.keyboard.press('Enter');
}
