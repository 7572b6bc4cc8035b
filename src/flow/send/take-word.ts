import type { Testimony } from '../../core/send/delivery.ts';
import type { Log } from '../ports/ports.ts';
import type { Asker, Records } from './records.ts';

/**
 * Takes a named person's word for a delivery of which nobody knows. `settled`: it is known by now, or somebody said so
 * before; nothing changed. It never sends anything.
 */
export type TakeWord = (word: {
  readonly sendId: string;
  readonly deliveryId: string;
  readonly said: Testimony['said'];
  readonly asker: Asker;
}) => Promise<'taken' | 'settled' | 'not_known'>;

interface Needs {
  readonly records: Pick<Records, 'findSend' | 'addTestimony'>;
  readonly onChange: () => void;
  readonly log: Log;
}

export function createTakeWord({ records, onChange, log }: Needs): TakeWord {
  return async ({ sendId, deliveryId, said, asker }) => {
    const send = await records.findSend(sendId, asker);
    if (send === undefined) return 'not_known';
    const isTaken = await records.addTestimony({ sendId, deliveryId, said, actorId: asker.actorId });
    log.info({ sendId, deliveryId, said, actorId: asker.actorId, isTaken }, 'a person’s word');
    if (!isTaken) return 'settled';
    onChange();
    return 'taken';
  };
}
