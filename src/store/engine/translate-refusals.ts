import { CannotBeStored } from '../../flow/ports/store/cannot-be-stored.ts';
import type { Engine } from './engine.ts';

/** The same write, which throws `CannotBeStored` for what the database never takes, and everything else as it came. */
export function translateRefusals<Args extends readonly unknown[], Result>(
  { refusesForGood }: Pick<Engine, 'refusesForGood'>,
  write: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await write(...args);
    } catch (error) {
      throw refusesForGood(error) ? new CannotBeStored('The database cannot hold this', { cause: error }) : error;
    }
  };
}
