/** Orders of the outbox, each known by its batch and its place there. */
import type { OutboxRow } from '../store/index.ts';

type Named = Pick<OutboxRow, 'batch' | 'place'>;

export class OrderSet {
  private readonly places = new Map<number, Set<number>>();

  has({ batch, place }: Named): boolean {
    return this.places.get(batch)?.has(place) ?? false;
  }

  add({ batch, place }: Named): void {
    const places = this.places.get(batch);
    if (places === undefined) this.places.set(batch, new Set([place]));
    else places.add(place);
  }

  delete({ batch, place }: Named): void {
    const places = this.places.get(batch);
    if (places?.delete(place) === true && places.size === 0) this.places.delete(batch);
  }
}
