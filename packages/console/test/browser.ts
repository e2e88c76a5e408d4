/** A real browser before a real server with a world in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startProcess, type Started } from '../../onward/test/process.ts';
import { findChromium } from '../../../scripts/chromium.ts';
import { buildConsole } from '../../../scripts/console.ts';
import { live } from './world.ts';

/** Undefined where there is none: then tests in a browser are skipped. */
export const chromiumPath: string | undefined = findChromium();

const telehealth = fileURLToPath(new URL('../../../examples/01-telehealth', import.meta.url));

export interface Sight {
  readonly url: string;
  readonly browser: Browser;
  /** A page of somebody who is in; what the page complains of is kept in `troubles`. */
  open(path: string, options?: OpenOptions): Promise<Page>;
  readonly troubles: string[];
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly actor?: string | undefined;
  readonly theme?: string;
  readonly width?: number;
  readonly height?: number;
}

export interface SightOptions {
  readonly people: number;
  /** Another program than the clinic of the examples; nobody lives in it. */
  readonly program?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** More words of the command line. */
  readonly words?: readonly string[];
  readonly onDay?: (day: number, of: number) => void;
}

export async function startSight(options: SightOptions): Promise<Sight> {
  await buildConsole();
  const folder = await mkdtemp(join(tmpdir(), 'onward-console-'));
  const ports = ['--port', '0', '--edge-port', '0', '--mllp-port', '0'];
  const program = options.program ?? telehealth;
  const words = ['dev', program, ...ports, '--data', folder, ...(options.words ?? [])];
  const server = await startProcess(words, options.variables);
  if (options.people > 0) await live(server.url, options);
  const browser = await chromium.launch({
    executablePath: chromiumPath ?? '',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  return sightOf({ server, browser, folder });
}

interface Parts {
  readonly server: Started;
  readonly browser: Browser;
  readonly folder: string;
}

function sightOf({ server, browser, folder }: Parts): Sight {
  const troubles: string[] = [];
  return {
    url: server.url,
    browser,
    troubles,
    async open(path, { actor = 'p-301', theme = 'light', width = 1440, height = 900 } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US' });
      const page = await context.newPage();
      page.on('pageerror', ({ message }) => troubles.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error') troubles.push(message.text());
      });
      await page.addInitScript(
        ([who = '', look = '']) => {
          if (who !== '' && localStorage.getItem('onward.actor') === null) {
            localStorage.setItem('onward.actor', who);
          }
          localStorage.setItem('onward.theme', look);
        },
        [actor, theme],
      );
      await page.goto(`${server.url}${path}`);
      await settled(page);
      return page;
    },
    async close() {
      await browser.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Until the screen is there and nothing on it is on its way. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.skeleton') === null);
}
