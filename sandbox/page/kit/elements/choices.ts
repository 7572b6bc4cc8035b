import type { Option, OptionGroup } from '../../../protocol.ts';

/** What a select offers, in order; a group without a label stands for options that have none. */
export interface Choices {
  readonly groups: readonly { readonly label: string | undefined; readonly options: readonly Option[] }[];
  /** Why there is nothing to choose from. */
  readonly problem: string | undefined;
}

export const NO_CHOICES: Choices = { groups: [], problem: undefined };

export function choicesOf(options: readonly Option[] | undefined, groups: readonly OptionGroup[] | undefined): Choices {
  const labelled = (groups ?? []).map((group) => ({ label: group.label.text, options: group.options }));
  return { groups: options === undefined ? labelled : [{ label: undefined, options }], problem: undefined };
}

/** Those whose text or description contains what was typed; empty groups are left out. */
export function filterChoices({ groups, problem }: Choices, query: string): Choices {
  const wanted = query.trim().toLowerCase();
  const kept = groups.map(({ label, options }) => ({
    label,
    options: options.filter((option) => contains(option, wanted)),
  }));
  return { groups: kept.filter(({ options }) => options.length > 0), problem };
}

function contains({ text, description }: Option, wanted: string): boolean {
  return `${text.text} ${description?.text ?? ''}`.toLowerCase().includes(wanted);
}

export function optionsOf({ groups }: Choices): readonly Option[] {
  return groups.flatMap(({ options }) => options);
}

/** Where an arrow key leads in a list of `count`, round its ends. */
export function step(from: number, by: number, count: number): number {
  return count === 0 ? 0 : (from + by + count) % count;
}
