/**
 * What stands around every screen: the navigation, the search, who acts, and whether it is live.
 */
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { ArrowRight, Menu as MenuIcon, Radio, Search, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Session, Summary } from '../../../onward/src/api/index.ts';
import { ApiError, get } from '../api/client.ts';
import { connect, useConnection } from '../api/live.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useKeys } from '../parts/keys.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Toasts, undoLast } from '../parts/toasts.tsx';
import { t } from '../words/words.ts';
import { serverSays } from './clock.ts';
import { HelpSheet } from './help-sheet.tsx';
import { useIdentity } from './identity.ts';
import { Palette } from './palette.tsx';
import { PersonMenu } from './person-menu.tsx';
import { groups } from './screens.ts';
import { SessionContext, useSession } from './session.ts';
import { SignIn } from './sign-in.tsx';

export function Shell() {
  const { actor, token } = useIdentity();
  const session = useQuery({
    queryKey: ['session', token],
    queryFn: async ({ signal }) => {
      const said = await get<Session>('/v1/session', {}, signal);
      serverSays(said.now);
      return said;
    },
    refetchInterval: 60_000,
  });
  const needsToken = session.error instanceof ApiError && session.error.status === 401;
  if (needsToken) return <SignIn session={undefined} />;
  return (
    <Loaded query={session}>
      {(data) => (
        <SessionContext value={data}>
          {data.people.some(({ id }) => id === actor) ? <Inside /> : <SignIn session={data} />}
        </SessionContext>
      )}
    </Loaded>
  );
}

function Inside() {
  const [open, setOpen] = useState<'nav' | 'palette' | 'help' | undefined>();
  const { pathname } = useLocation();
  const close = (): void => setOpen(undefined);
  useEffect(() => connect(), []);
  useEffect(() => {
    setOpen(undefined);
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [pathname]);
  useKeys({
    'mod+k': () => setOpen('palette'),
    '/': () => setOpen('palette'),
    '?': () => setOpen('help'),
    z: () => void undoLast(),
  });
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <Top open={setOpen} />
      <nav className="side" aria-label={t('nav.label')}>
        <Navigation />
      </nav>
      <main className="main" id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Dialog title={t('nav.label')} isOpen={open === 'nav'} onClose={close} place="side" quiet>
        <Navigation />
      </Dialog>
      <Palette isOpen={open === 'palette'} onClose={close} />
      <HelpSheet isOpen={open === 'help'} onClose={close} />
      <Toasts />
    </div>
  );
}

function Top({ open }: { readonly open: (what: 'nav' | 'palette') => void }) {
  return (
    <header className="top">
      <span className="menu-button">
        <Button kind="quiet" icon aria-label={t('nav.open')} onPress={() => open('nav')}>
          <MenuIcon size={18} aria-hidden="true" />
        </Button>
      </span>
      <Link to="/today" className="brand">
        <span className="brand-mark">
          <ArrowRight size={16} aria-hidden="true" strokeWidth={2.75} />
        </span>
        <span className="brand-word">Onward</span>
      </Link>
      <button type="button" className="top-search" onClick={() => open('palette')}>
        <Search size={15} aria-hidden="true" />
        {t('palette.open')}
        <kbd>⌘K</kbd>
      </button>
      <div className="top-end">
        <Live />
        <PersonMenu />
      </div>
    </header>
  );
}

function Live() {
  const connection = useConnection();
  const Icon = connection === 'lost' ? WifiOff : Radio;
  return (
    <span className="live" data-state={connection} role="status">
      <Icon size={14} aria-hidden="true" />
      <span className="live-word">{t(`live.${connection}`)}</span>
    </span>
  );
}

function Navigation() {
  const { mode } = useSession();
  const { pathname } = useLocation();
  const summary = useSummary();
  return (
    <>
      {groups.map(({ name, screens }) => (
        <div className="nav-group" key={name}>
          <p className="nav-title">{t(name)}</p>
          <ul>
            {screens
              .filter(({ isDev = false }) => !isDev || mode === 'dev')
              .map(({ path, name: title, icon: Icon, count, isBad }) => {
                const many = summary === undefined ? undefined : count?.(summary);
                return (
                  <li key={path}>
                    <Link
                      to={path}
                      className="nav-link"
                      aria-current={isHere(pathname, path) ? 'page' : undefined}
                    >
                      <Icon size={16} aria-hidden="true" />
                      {t(title)}
                      {many === undefined || many === null || many === 0 ? null : (
                        <span className="nav-count" data-tone={isBad === true ? 'bad' : undefined}>
                          {many.toLocaleString('en')}
                        </span>
                      )}
                    </Link>
                  </li>
                );
              })}
          </ul>
        </div>
      ))}
    </>
  );
}

function isHere(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}

function useSummary(): Summary | undefined {
  return useQuery({
    queryKey: ['summary'],
    queryFn: ({ signal }) => get<Summary>('/v1/summary', {}, signal),
    refetchInterval: 15_000,
  }).data;
}
