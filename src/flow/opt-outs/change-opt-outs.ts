import type { Numbering, Recipient } from '../../core/recipients/recipient.ts';
import type { OptOutScope } from '../../core/rules/opt-out.ts';
import type { Log } from '../ports/log.ts';
import type { RoleFinder, RuleBook } from '../ports/rules.ts';
import type { OptOuts } from '../ports/store/rules/opt-outs.ts';
import { mayExcept } from '../rules/opted-out.ts';
import { readRecipientList } from '../send/read-recipient-list.ts';

/** What a colleague says of people's wishes. */
interface OptOutChange {
  readonly actorId: string;
  /** As typed. */
  readonly numbers: string;
  readonly scope: OptOutScope;
  readonly reason: string | undefined;
}

/** What came of it. `people` are those that it was about, `changed` how many of them were not so before. */
export type OptOutsChanged =
  | { readonly kind: 'changed'; readonly people: readonly Recipient[]; readonly changed: number }
  /** What is wrong with the numbers, each a sentence. Nothing was changed. */
  | { readonly kind: 'unread'; readonly sentences: readonly string[] }
  /** The policy, a file of this name, leaves it to a role that this person does not have. */
  | { readonly kind: 'not_allowed'; readonly role: string; readonly file: string }
  | { readonly kind: 'not_saved' };

/** Notes that people said no, or takes it back. Neither rejects. */
export interface ChangeOptOuts {
  /** Any colleague may: it only keeps messages from people. */
  optOut(change: OptOutChange): Promise<OptOutsChanged>;
  /** Where the policy names a role for exceptions, only that role may. */
  optIn(change: Omit<OptOutChange, 'scope'>): Promise<OptOutsChanged>;
}

interface Needs {
  readonly optOuts: OptOuts;
  readonly ruleBook: RuleBook;
  readonly roles: Pick<RoleFinder, 'rolesOf'>;
  readonly loadNumbering: () => Promise<Numbering>;
  readonly log: Log;
}

export function createChangeOptOuts(needs: Needs): ChangeOptOuts {
  const { log, optOuts, ruleBook } = needs;

  async function change(
    { actorId, numbers }: Pick<OptOutChange, 'actorId' | 'numbers'>,
    save: (people: readonly Recipient[]) => Promise<number>,
  ): Promise<OptOutsChanged> {
    try {
      const read = readRecipientList(await needs.loadNumbering(), undefined, { recipients: numbers }, undefined);
      if (!read.ok) return { kind: 'unread', sentences: read.failure.map(({ sentence }) => sentence) };
      const people = read.value.recipients;
      const changed = await save(people);
      log.info({ actorId, people: people.length, changed }, 'opt-outs changed');
      return { kind: 'changed', people, changed };
    } catch (error) {
      log.error({ err: error }, 'opt-outs not changed');
      return { kind: 'not_saved' };
    }
  }

  return {
    optOut: ({ reason, scope, ...asked }) =>
      change(asked, (people) =>
        optOuts.addOptOuts({
          numbers: people.map(({ number }) => number),
          scope,
          source: 'person',
          by: asked.actorId,
          ...(reason !== undefined && { evidence: reason }),
        }),
      ),
    async optIn({ actorId, numbers }) {
      const policy = ruleBook.current();
      const role = policy?.optOuts.exceptionRole;
      if (policy !== undefined && role !== undefined && !(await mayExcept(needs, actorId)))
        return { kind: 'not_allowed', role, file: policy.file };
      return change({ actorId, numbers }, async (people) => {
        let lifted = 0;
        for (const { number } of people)
          if (await optOuts.liftOptOut(number, { source: 'person', actorId })) lifted += 1;
        return lifted;
      });
    },
  };
}
