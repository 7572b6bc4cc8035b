import type { Feed } from '../feed.ts';
import type { Fault } from '../protocol.ts';

/** Faults that are switched on. Each part asks `happens` when its fault could strike; a fault that is on once is then off. */
export interface Faults<Id extends string = string> {
  happens(id: Id): boolean;
  /** The first of these that is on. */
  firstOf<Some extends Id>(ids: readonly Some[]): Some | undefined;
  /** False when there is no such fault. */
  set(id: string, isOn: boolean, once: boolean): boolean;
  list(): readonly Fault[];
}

export type FaultCatalogue<Id extends string> = Readonly<Record<Id, Pick<Fault, 'about' | 'title' | 'expect'>>>;

export function createFaults<Id extends string>(catalogue: FaultCatalogue<Id>, feed: Feed): Faults<Id> {
  const isOnceById = new Map<string, boolean>();

  function list(): readonly Fault[] {
    return Object.entries<FaultCatalogue<Id>[Id]>(catalogue).map(([id, fault]) => ({
      id,
      ...fault,
      isOn: isOnceById.has(id),
      isOnce: isOnceById.get(id) ?? false,
    }));
  }

  function happens(id: Id): boolean {
    const isOnce = isOnceById.get(id);
    if (isOnce === undefined) return false;
    if (isOnce) {
      isOnceById.delete(id);
      feed.publish({ type: 'faults', faults: list() });
    }
    return true;
  }

  return {
    happens,
    firstOf: (ids) => ids.find((id) => happens(id)),
    set(id, isOn, once) {
      if (!Object.hasOwn(catalogue, id)) return false;
      if (isOn) isOnceById.set(id, once);
      else isOnceById.delete(id);
      feed.publish({ type: 'faults', faults: list() });
      return true;
    },
    list,
  };
}
