/** The screens there are, as the navigation lists them. */
import {
  Activity,
  AlarmClock,
  BookText,
  CalendarDays,
  ChartNoAxesColumn,
  CircleAlert,
  FileQuestion,
  FlaskConical,
  Gauge,
  GitCompareArrows,
  House,
  LifeBuoy,
  ListTodo,
  MessageSquare,
  MessagesSquare,
  Network,
  SpellCheck2,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import type { Summary } from '../../../onward/src/api/index.ts';
import type { MessageId } from '../words/words.ts';

export interface ScreenEntry {
  readonly path: string;
  readonly name: MessageId;
  readonly icon: LucideIcon;
  /** What the navigation counts beside it; null where it was not measured. */
  readonly count?: (summary: Summary) => number | null;
  readonly isBad?: boolean;
  /** In development only. */
  readonly isDev?: boolean;
}

export interface ScreenGroup {
  readonly name: MessageId;
  readonly screens: readonly ScreenEntry[];
}

export const groups: readonly ScreenGroup[] = [
  {
    name: 'nav.work',
    screens: [
      { path: '/today', name: 'today.title', icon: House },
      { path: '/queue', name: 'queue.title', icon: ListTodo },
      { path: '/stalls', name: 'stalls.title', icon: CircleAlert, count: ({ stalls }) => stalls },
    ],
  },
  {
    name: 'nav.flow',
    screens: [
      { path: '/flow', name: 'flow.title', icon: Workflow },
      { path: '/load', name: 'load.title', icon: Gauge },
      {
        path: '/promises',
        name: 'promises.title',
        icon: AlarmClock,
        count: ({ promisesAtRisk }) => promisesAtRisk,
      },
    ],
  },
  {
    name: 'nav.systems',
    screens: [
      {
        path: '/sources',
        name: 'sources.title',
        icon: Activity,
        count: ({ sourcesTroubled }) => sourcesTroubled,
        isBad: true,
      },
      {
        path: '/unmatched',
        name: 'unmatched.title',
        icon: FileQuestion,
        count: ({ unmatched, quarantined }) => unmatched + (quarantined ?? 0),
      },
      {
        path: '/drift',
        name: 'drift.title',
        icon: GitCompareArrows,
        count: ({ drifts }) => drifts,
      },
      { path: '/recovery', name: 'recovery.title', icon: LifeBuoy, count: ({ causes }) => causes },
    ],
  },
  {
    name: 'nav.people',
    screens: [
      {
        path: '/messages',
        name: 'messages.title',
        icon: MessageSquare,
        count: ({ messagesFailed }) => messagesFailed,
      },
      { path: '/people', name: 'people.nav', icon: CalendarDays },
      { path: '/record', name: 'record.title', icon: BookText },
    ],
  },
  {
    name: 'nav.assistant',
    screens: [
      { path: '/conversations', name: 'talk.title', icon: MessagesSquare },
      { path: '/review', name: 'review.title', icon: SpellCheck2 },
      { path: '/issues', name: 'issues.nav', icon: ChartNoAxesColumn },
    ],
  },
  {
    name: 'nav.all',
    screens: [
      { path: '/journeys', name: 'journeys.title', icon: Network },
      { path: '/inspector', name: 'inspector.title', icon: FlaskConical, isDev: true },
    ],
  },
];
