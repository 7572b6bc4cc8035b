import type { WatchedPolicy } from '../ports/rules.ts';
import type { ToldFaults } from '../ports/store/rules/told-faults.ts';
import type { TellPolicy } from '../ports/tell-policy.ts';

interface Needs {
  readonly policy: WatchedPolicy;
  readonly told: ToldFaults;
  readonly tell: TellPolicy;
}

/** Saved among the faults when the announcement that the policy is fixed failed, so that it is tried again. */
const FIX_NOT_ANNOUNCED = 'fixed, and not announced';

/**
 * Announces each fault of the policy file once, and once that the file is valid again. A state is announced after two checks in a row
 * found it: a file may be half-written at the first one, and other processes may not have read it yet.
 *
 * @returns a function that checks the file once
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

  async function tellFixed(): Promise<boolean> {
    if (!(await told.removeAll())) return true;
    const isTold = await tell(news());
    if (!isTold) await told.add(FIX_NOT_ANNOUNCED);
    return isTold;
  }

  return async () => {
    const fault = policy.problems().join('\n');
    const isSame = fault === seen;
    seen = fault;
    if (!isSame || fault === settled) return;
    if (await (fault === '' ? tellFixed() : tellFault(fault))) settled = fault;
  };
}
