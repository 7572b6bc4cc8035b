import type { PhoneNumber } from '../../src/core/recipients/phone-number.ts';
import type { OptOut, OptOuts } from '../../src/flow/ports/store/rules/opt-outs.ts';

/** People who said no, kept in memory. */
export function optOutsInMemory(): OptOuts & { readonly all: ReadonlyMap<PhoneNumber, OptOut> } {
  const all = new Map<PhoneNumber, OptOut>();
  return {
    all,
    async findOptOuts(numbers, scope) {
      const found = numbers.flatMap((number): [PhoneNumber, OptOut][] => {
        const optOut = all.get(number);
        return optOut !== undefined && (scope === 'marketing' || optOut.scope === 'all') ? [[number, optOut]] : [];
      });
      return new Map(found);
    },
    async addOptOuts({ by, numbers, scope, source }) {
      const added = numbers.filter((number) => !all.has(number));
      for (const number of added) all.set(number, { scope, source, by, at: new Date() });
      return added.length;
    },
    liftOptOut: async (number) => all.delete(number),
  };
}
