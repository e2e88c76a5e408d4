/** Who else has this journey open: said every 20 seconds for as long as it is looked at. */
import type { Journey } from '../../../../onward/src/api/index.ts';
import { useQuery } from '@tanstack/react-query';
import { get, post } from '../../api/client.ts';
import { useMe } from '../../app/session.ts';

export function usePresence(journey: string, isOn: boolean): readonly string[] {
  const { actor } = useMe();
  const { data } = useQuery({
    queryKey: ['presence', journey],
    enabled: isOn,
    refetchInterval: 20_000,
    retry: false,
    queryFn: async () => {
      await post('/v1/presence', { actor, journey });
      const { presence } = await get<Journey>(`/v1/journeys/${journey}`);
      return presence.map((each) => each.actor).filter((each) => each !== actor);
    },
  });
  return data ?? [];
}
