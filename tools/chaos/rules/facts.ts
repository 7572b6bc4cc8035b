import { appendFileSync, readFileSync } from 'node:fs';

/** What happened outside the ledger, a line each, in the order in which it did: it outlives every process. */
export type Fact =
  /** A person pressed Approve; `shown` is what their card said. */
  | { readonly kind: 'pressed'; readonly sendId: string; readonly by: string; readonly shown: string }
  /** The ledger has it that a person said no. */
  | { readonly kind: 'no'; readonly number: string }
  /** A message reached a phone. `wasNo`: its owner had said no before it was claimed. */
  | {
      readonly kind: 'phone';
      readonly sendId: string;
      readonly number: string;
      readonly text: string;
      readonly wasNo: boolean;
    };

export function addFact(path: string, fact: Fact): void {
  appendFileSync(path, `${JSON.stringify(fact)}\n`);
}

export function readFacts(path: string): readonly Fact[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  // Written in one piece, so a process that dies leaves a whole line or none.
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Fact);
}
