import type { WatchedPolicy } from '../ports/rules.ts';
import type { ToldFaults } from '../ports/store/rules/told-faults.ts';
import type { TellPolicy } from '../ports/tell-policy.ts';

interface Needs {
  readonly policy: WatchedPolicy;
  readonly told: ToldFaults;
  readonly tell: TellPolicy;
}

/** Stands among the faults while the team was not told that they are mended. */
const MENDED_NOT_TOLD = 'mended, and not told';

/**
 * Tells the team of a policy with a fault, once for each fault, and once that it is good again. A file is told of when two looks
 * in a row find it the same: one that is being written is no fault yet, and other processes have read it by then too.
 *
 * @returns one look
 */
export function createTellFaults({ policy, told, tell }: Needs): () => Promise<void> {
  let seen: string | undefined;
  let settled: string | undefined;
  const news = () => ({ file: policy.file, inForce: policy.current(), problems: policy.problems() });

  async function tellFault(fault: string): Promise<boolean> {
    if (!(await told.add(fault))) return true;
    const isTold = await tell(news());
    if (!isTold) await told.remove(fault);
    return isTold;
  }

  async function tellMended(): Promise<boolean> {
    if (!(await told.removeAll())) return true;
    const isTold = await tell(news());
    if (!isTold) await told.add(MENDED_NOT_TOLD);
    return isTold;
  }

  return async () => {
    const fault = policy.problems().join('\n');
    const isSame = fault === seen;
    seen = fault;
    if (!isSame || fault === settled) return;
    if (await (fault === '' ? tellMended() : tellFault(fault))) settled = fault;
  };
}
