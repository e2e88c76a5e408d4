/** Who acts, and how it looks to them. */
import { UserRound } from 'lucide-react';
import {
  Button as AriaButton,
  Header,
  Menu,
  MenuItem,
  MenuTrigger,
  Popover,
} from 'react-aria-components';
import { nameOf, t } from '../words/words.ts';
import { Pick } from '../parts/pick.tsx';
import { signOut } from './identity.ts';
import { useMe } from './session.ts';
import { chooseTheme, themes, useTheme } from './theme.ts';

export function PersonMenu() {
  const { actor, owners } = useMe();
  const theme = useTheme();
  return (
    <MenuTrigger>
      <AriaButton className="button" data-kind="quiet" aria-label={t('person.menu', { id: actor })}>
        <UserRound size={16} aria-hidden="true" />
        <span className="person-name">{actor}</span>
      </AriaButton>
      <Popover className="menu" placement="bottom end">
        <Header>{owners.map(nameOf).join(', ')}</Header>
        <Menu
          aria-label={t('person.menu', { id: actor })}
          onAction={(key) => {
            if (key === 'leave') signOut();
            else chooseTheme(themes.find((each) => each === key) ?? 'auto');
          }}
        >
          {themes.map((each) => (
            <MenuItem id={each} key={each}>
              {t(`theme.${each}`)}
              {each === theme ? ' ✓' : ''}
            </MenuItem>
          ))}
          <MenuItem id="leave">{t('person.leave')}</MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

export function ThemePick() {
  const theme = useTheme();
  return (
    <Pick
      label={t('theme.label')}
      value={theme}
      choices={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
      onPick={(value) => chooseTheme(themes.find((each) => each === value) ?? 'auto')}
    />
  );
}
