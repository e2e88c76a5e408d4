/** In the place of a screen that is not there, or that broke: what to do, and the rest goes on. */
import { CircleSlash2, TriangleAlert } from 'lucide-react';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Screen } from '../parts/screen.tsx';
import { t } from '../words/words.ts';

export function NoScreen() {
  return (
    <Screen title={t('state.no-screen')}>
      <div className="state">
        <CircleSlash2 size={22} aria-hidden="true" />
        <p>{t('state.no-screen-lead')}</p>
        <ButtonLink to="/today">{t('state.to-today')}</ButtonLink>
      </div>
    </Screen>
  );
}

/** What it broke on is not shown: it may be of somebody. */
export function Broken() {
  return (
    <Screen title={t('state.broken')}>
      <div className="state" role="alert">
        <TriangleAlert size={22} aria-hidden="true" />
        <p>{t('state.broken-lead')}</p>
        <Button onPress={() => location.reload()}>{t('state.load-again')}</Button>
      </div>
    </Screen>
  );
}
