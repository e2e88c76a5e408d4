/** Fills in a system's own name where its connector, which does not know it, left it empty. */
import type { Manifest } from '../../connector.ts';
import type { CommandType, EventType, FactTypes } from '../model.ts';

/** The manifest with every empty system of a ref named. */
export function nameSelf(manifest: Manifest, self: string): Manifest {
  const types = (all: FactTypes): FactTypes =>
    mapValues(all, (type) =>
      type.kind === 'ref' ? { ...type, system: type.system || self } : type,
    );
  const event = ({ refs, data, ...rest }: EventType): EventType => ({
    ...rest,
    refs: mapValues(refs, (ref) => ({ ...ref, system: ref.system || self })),
    data: types(data),
  });
  const command = (asked: CommandType): CommandType => ({
    args: types(asked.args),
    returns: types(asked.returns),
  });
  const { events, commands } = manifest;
  return { ...manifest, events: mapValues(events, event), commands: mapValues(commands, command) };
}

function mapValues<T>(
  map: Readonly<Record<string, T>>,
  change: (value: T) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
