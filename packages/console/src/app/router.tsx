/** The address is the state: each screen by its path, what it is asked for by its query. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  useNavigate,
  useSearch,
} from '@tanstack/react-router';
import { Skeleton } from '../parts/loaded.tsx';
import { Broken, NoScreen } from './broken.tsx';
import { Shell } from './shell.tsx';

/** A query as it stands in the address: words by name. */
export type Search = Readonly<Record<string, string>>;

const root = createRootRoute({ component: Shell, notFoundComponent: NoScreen });

const screens: Readonly<Record<string, () => Promise<{ Page: () => React.JSX.Element }>>> = {
  today: () => import('../screens/today.tsx'),
  queue: () => import('../screens/queue.tsx'),
  journeys: () => import('../screens/journeys.tsx'),
  stalls: () => import('../screens/stalls.tsx'),
  flow: () => import('../screens/flow.tsx'),
  load: () => import('../screens/load.tsx'),
  promises: () => import('../screens/promises.tsx'),
  sources: () => import('../screens/sources.tsx'),
  unmatched: () => import('../screens/unmatched.tsx'),
  drift: () => import('../screens/drift.tsx'),
  recovery: () => import('../screens/recovery.tsx'),
  messages: () => import('../screens/messages.tsx'),
  people: () => import('../screens/people.tsx'),
  record: () => import('../screens/record.tsx'),
  conversations: () => import('../screens/conversations.tsx'),
  review: () => import('../screens/review.tsx'),
  issues: () => import('../screens/issues.tsx'),
  inspector: () => import('../screens/inspector.tsx'),
};

const validateSearch = (search: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => {
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    // The router takes its redirects as what is thrown.
    // oxlint-disable-next-line typescript/only-throw-error
    throw redirect({ to: '/today' });
  },
});
const journey = createRoute({
  getParentRoute: () => root,
  path: '/journeys/$id',
  validateSearch,
  component: lazyRouteComponent(() => import('../screens/journey/journey.tsx'), 'JourneyScreen'),
});
const routes = Object.entries(screens).map(([path, load]) =>
  createRoute({
    getParentRoute: () => root,
    path,
    validateSearch,
    component: lazyRouteComponent(load, 'Page'),
  }),
);

export const router = createRouter({
  routeTree: root.addChildren([index, journey, ...routes]),
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>).toString();
    return text === '' ? '' : `?${text.replaceAll('%2C', ',')}`;
  },
  defaultPendingComponent: Skeleton,
  defaultErrorComponent: Broken,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

/** The query of the address, and how to change parts of it; an empty word takes a part away. */
export function useView(): readonly [Search, (change: Search, replace?: boolean) => void] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = (next: Search, replace = false): void => {
    const kept = Object.entries({ ...search, ...next }).filter(([, value]) => value !== '');
    void navigate({ to: '.', search: Object.fromEntries(kept), replace });
  };
  return [search, change];
}
