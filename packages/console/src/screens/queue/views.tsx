/** Saved views: an address under a name, for oneself, a team, or everybody in the program. */
import { useNavigate } from '@tanstack/react-router';
import { Bookmark } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { SavedView } from '../../../../onward/src/api/index.ts';
import { post } from '../../api/client.ts';
import { useRead, useRenew } from '../../api/queries.ts';
import { useView } from '../../app/router.tsx';
import { useMe } from '../../app/session.ts';
import { AskForm } from '../../parts/ask-form.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Pick } from '../../parts/pick.tsx';
import { say } from '../../parts/toasts.tsx';
import { nameOf, t } from '../../words/words.ts';

export function Views({ screen }: { readonly screen: string }) {
  const { actor } = useMe();
  const navigate = useNavigate();
  const [saving, setSaving] = useState(false);
  const { data } = useRead<{ readonly views: readonly SavedView[] }>('/v1/views', { actor });
  const views = (data?.views ?? []).filter((view) => view.screen === screen);
  return (
    <>
      <MenuTrigger>
        <AriaButton className="button">
          <Bookmark size={15} aria-hidden="true" />
          {t('views.title')}
        </AriaButton>
        <Popover className="menu" placement="bottom end">
          <Menu
            aria-label={t('views.title')}
            onAction={(key) => {
              const view = views.find(({ id }) => id === key);
              if (view === undefined) setSaving(true);
              else
                void navigate({
                  to: `/${screen}`,
                  search: Object.fromEntries(new URLSearchParams(view.query)),
                });
            }}
          >
            {views.map(({ id, name, scope }) => (
              <MenuItem id={id} key={id}>
                {nameOf(name)} <span className="soft tiny">{t(`views.${scope}`)}</span>
              </MenuItem>
            ))}
            <MenuItem id="+">{t('views.save')}</MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <Dialog title={t('views.save')} isOpen={saving} onClose={() => setSaving(false)}>
        <SaveForm screen={screen} onClose={() => setSaving(false)} />
      </Dialog>
    </>
  );
}

const scopes = ['mine', 'team', 'program'] as const;

function SaveForm({ screen, onClose }: { readonly screen: string; readonly onClose: () => void }) {
  const { actor, owners } = useMe();
  const [view] = useView();
  const renew = useRenew();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<(typeof scopes)[number]>('mine');
  const code = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');
  const save = async (): Promise<void> => {
    const query = new URLSearchParams(view).toString().replaceAll('%2C', ',');
    const team = scope === 'team' ? { team: owners[0] } : {};
    try {
      await post('/v1/views', { actor, name: code, scope, ...team, screen, query });
      renew('/v1/views');
      onClose();
      say(t('views.saved'));
    } catch (error) {
      say(t('act.failed', { why: error instanceof Error ? error.message : '' }), 'bad');
    }
  };
  return (
    <AskForm
      go={t('views.save')}
      isReady={/^[a-z]/u.test(code)}
      onGo={() => void save()}
      onClose={onClose}
    >
      <div className="field">
        <label htmlFor="view-name">{t('views.name')}</label>
        <input
          id="view-name"
          autoFocus
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <Pick
        block
        label={t('views.for')}
        value={scope}
        choices={scopes.map((value) => ({ value, label: t(`views.${value}`) }))}
        onPick={(value) => setScope(scopes.find((each) => each === value) ?? 'mine')}
      />
    </AskForm>
  );
}
