/**
 * The way to what people wrote, which is at the edge and nowhere else: a pass for a stated reason,
 * good for a minute and asked for anew when it is over, so that each minute of looking is recorded.
 */
import { useCallback, useRef } from 'react';
import { ApiError, post } from '../../api/client.ts';
import { serverNow } from '../../app/clock.ts';
import { useMe } from '../../app/session.ts';
import { t } from '../../words/words.ts';

interface Pass {
  readonly url: string;
  readonly token: string;
  readonly expiresAt: string;
}

export type AskEdge = <T>(path: string, body?: object) => Promise<T>;

/** Less than this is left of a pass: another is asked for. */
const spareMs = 5_000;

/** Of what: readings that wait for review, or conversations. */
export type Looked = 'review' | 'conversations';

export function useEdge(reason: string, at: Looked): AskEdge {
  const { actor } = useMe();
  const kept = useRef<Pass>(undefined);
  return useCallback(
    async <T>(path: string, body?: object): Promise<T> => {
      const isOver = Date.parse(kept.current?.expiresAt ?? '') - serverNow() < spareMs;
      if (kept.current === undefined || isOver) {
        kept.current = await post<Pass>(`/v1/${at}/pass`, { actor, reason });
      }
      return ask<T>(new URL(path, kept.current.url), kept.current.token, body);
    },
    [actor, reason, at],
  );
}

async function ask<T>(url: URL, token: string, body?: object): Promise<T> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const sent =
    body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(url, sent).catch(() => undefined);
  if (response === undefined) throw new ApiError(0, 'ONW-UNREACHABLE', t('reveal.away'));
  const said = (await response.json().catch(() => ({}))) as {
    readonly error?: { readonly code: string; readonly message: string };
  };
  if (response.ok) return said as T;
  throw new ApiError(
    response.status,
    said.error?.code ?? '',
    said.error?.message ?? t('reveal.away'),
  );
}
