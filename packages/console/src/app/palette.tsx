/** ⌘K: go anywhere, find anybody's journey by an id, say what to do. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { JourneyPage } from '../../../onward/src/api/index.ts';
import { post } from '../api/client.ts';
import { Dialog } from '../parts/dialog.tsx';
import { nameOf, t } from '../words/words.ts';
import { signOut } from './identity.ts';
import { groups } from './screens.ts';
import { useSession } from './session.ts';
import { chooseTheme, themes } from './theme.ts';

interface Command {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly run: () => void;
}

interface PaletteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function Palette({ isOpen, onClose }: PaletteProps) {
  return (
    <Dialog title={t('palette.title')} isOpen={isOpen} onClose={onClose} place="top" quiet>
      <PaletteBody onClose={onClose} />
    </Dialog>
  );
}

function PaletteBody({ onClose }: Pick<PaletteProps, 'onClose'>) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const commands = useCommands();
  const found = useFound(text);
  const words = text.trim().toLowerCase();
  const shown = [
    ...found,
    ...commands.filter(({ label }) => label.toLowerCase().includes(words)),
  ].slice(0, 12);
  useEffect(() => setAt(0), [text]);
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  return (
    <div className="palette">
      <input
        className="input"
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={shown.length === 0 ? undefined : `palette-${at}`}
        aria-label={t('palette.open')}
        placeholder={t('palette.placeholder')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(at + 1, shown.length - 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
          else if (event.key === 'Enter') run(shown[at]);
          else return;
          event.preventDefault();
        }}
      />
      <ul id="palette-list" role="listbox" aria-label={t('palette.results')}>
        {shown.map((command, index) => (
          <li
            key={command.id}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            className="palette-item"
            onPointerEnter={() => setAt(index)}
            onClick={() => run(command)}
          >
            <span>{command.label}</span>
            <span className="soft tiny">{command.hint}</span>
          </li>
        ))}
      </ul>
      <p className="soft tiny" role="status">
        {shown.length === 0 ? t('palette.none') : t('palette.hint')}
      </p>
    </div>
  );
}

function useCommands(): readonly Command[] {
  const { mode, owners, journeys } = useSession();
  const navigate = useNavigate();
  const go =
    (to: string, search: Record<string, string> = {}) =>
    () =>
      void navigate({ to, search });
  return [
    ...groups.flatMap(({ screens }) =>
      screens
        .filter(({ isDev = false }) => !isDev || mode === 'dev')
        .map(({ path, name }) => ({
          id: path,
          label: t(name),
          hint: t('palette.screen'),
          run: go(path),
        })),
    ),
    ...owners.map(({ name }) => ({
      id: `owner ${name}`,
      label: t('palette.queue-of', { owner: nameOf(name) }),
      hint: t('palette.view'),
      run: go('/queue', { owner: name }),
    })),
    ...journeys.map(({ name }) => ({
      id: `flow ${name}`,
      label: t('palette.flow-of', { journey: nameOf(name) }),
      hint: t('palette.view'),
      run: go('/flow', { journey: name }),
    })),
    ...themes.map((theme) => ({
      id: `theme ${theme}`,
      label: t(`theme.${theme}`),
      hint: t('theme.label'),
      run: () => chooseTheme(theme),
    })),
    { id: 'leave', label: t('person.leave'), hint: t('palette.command'), run: signOut },
  ];
}

/**
 * Journeys by an id: Onward's own, or one of an outside system, which is sealed before it is looked
 * up.
 */
function useFound(text: string): readonly Command[] {
  const navigate = useNavigate();
  const asked = text.trim();
  const { data } = useQuery({
    queryKey: ['search', asked],
    enabled: asked.length >= 3,
    queryFn: () => post<Pick<JourneyPage, 'journeys'>>('/v1/search', { text: asked }),
  });
  return (data?.journeys ?? []).map(({ id, sentence, journey }) => ({
    id,
    label: sentence,
    hint: `${nameOf(journey)} · ${id}`,
    run: () => void navigate({ to: '/journeys/$id', params: { id } }),
  }));
}
