/** Who is here: a name of the program's teams, and the token where the server asks for one. */
import { useQueryClient } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import type { Session } from '../../../onward/src/api/index.ts';
import { AskForm } from '../parts/ask-form.tsx';
import { Button } from '../parts/button.tsx';
import { nameOf, t } from '../words/words.ts';
import { identity, signIn } from './identity.ts';
import { ThemePick } from './person-menu.tsx';

export function SignIn({ session }: { readonly session: Session | undefined }) {
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <p className="row">
          <span className="brand-mark">
            <ArrowRight size={16} aria-hidden="true" strokeWidth={2.75} />
          </span>
          <strong className="brand-word">Onward</strong>
          <span className="soft">{session === undefined ? null : nameOf(session.program)}</span>
        </p>
        {session === undefined ? <TokenForm /> : <People session={session} />}
        <ThemePick />
      </div>
    </main>
  );
}

function TokenForm() {
  const [token, setToken] = useState('');
  const client = useQueryClient();
  const wasWrong = identity().token !== undefined;
  return (
    <AskForm
      go={t('sign-in.go')}
      isReady={token.trim() !== ''}
      onGo={() => {
        signIn({ token: token.trim() });
        void client.invalidateQueries();
      }}
    >
      <h1>{t('sign-in.token-title')}</h1>
      <p className="soft">{t('sign-in.token-lead')}</p>
      <div className="field">
        <label htmlFor="token">{t('sign-in.token')}</label>
        <input
          id="token"
          type="password"
          autoComplete="current-password"
          value={token}
          onChange={(event) => setToken(event.target.value)}
          aria-describedby={wasWrong ? 'token-wrong' : undefined}
        />
        {wasWrong ? (
          <p id="token-wrong" className="hint" role="alert">
            {t('sign-in.token-wrong')}
          </p>
        ) : null}
      </div>
    </AskForm>
  );
}

function People({ session }: { readonly session: Session }) {
  const owners = session.owners.filter(({ people }) => people.length > 0);
  return (
    <div className="stack">
      <h1>{t('sign-in.title')}</h1>
      <p className="soft">{t('sign-in.lead')}</p>
      <ul className="sign-in-teams">
        {owners.map(({ name, people }) => (
          <li key={name}>
            <h2 className="small">{nameOf(name)}</h2>
            <div className="row">
              {people.map((id) => (
                <Button
                  key={id}
                  onPress={() => signIn({ actor: id })}
                  aria-label={t('sign-in.as', { id, team: nameOf(name) })}
                >
                  {id}
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
