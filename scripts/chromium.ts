/**
 * Debian's Chromium, in which the console is tested and looked at: found, or installed where this
 * user may. Nothing is downloaded but Debian's own package.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is; undefined where there is none. */
export function findChromium(): string | undefined {
  return places.find((place) => existsSync(place));
}

/** The same, installing it first where there is none and this user may; it can take minutes. */
export function ensureChromium(): string | undefined {
  const found = findChromium();
  if (found !== undefined) return found;
  const command = installer();
  if (command === undefined) return undefined;
  console.error('Chromium is not here: installing it from Debian for the tests of the console.');
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const [program = '', ...before] = command;
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status } = spawnSync(program, [...before, ...words], {
      env,
      stdio: 'ignore',
      timeout: 300_000,
    });
    if (status !== 0) return undefined;
  }
  return findChromium();
}

function installer(): readonly string[] | undefined {
  if (!existsSync('/usr/bin/apt-get')) return undefined;
  if (process.getuid?.() === 0) return ['/usr/bin/apt-get'];
  const { status } = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return status === 0 ? ['sudo', '-n', '/usr/bin/apt-get'] : undefined;
}

if (import.meta.main)
  console.log(ensureChromium() ?? 'There is no Chromium, and none was installed.');
