import type { KnownBlock, RadioButtons } from '@slack/types';
import { z } from 'zod';
import type { InputProblem } from '../../flow/send/review-send.ts';
import { plainText, warningBlock } from '../blocks/basic-blocks.ts';
import { inputBlock } from '../blocks/inputs.ts';
import { COUNTRY_INPUT } from '../ids.ts';
import { MAX_OPTION_LENGTH } from '../limits.ts';

/** The countries that numbers without a country code may be read as. */
export const COUNTRY_CHOICES = z.array(z.object({ code: z.string(), label: z.string() }));
type CountryChoices = z.infer<typeof COUNTRY_CHOICES>;

/** Stands for no country: Slack has no way to take back the choice of a radio button. */
const NONE = 'none';

/** Asks once for all numbers without a country code, so that none of them has to be typed again. */
export function countryBlocks(choices: CountryChoices, chosen: string | undefined, problem: string | undefined) {
  const options = [...choices, { code: NONE, label: 'Leave them as they are' }].map(({ code, label }) => ({
    text: plainText(label, MAX_OPTION_LENGTH),
    value: code,
  }));
  const initial = options.find(({ value }) => value === chosen);
  const element: RadioButtons = { type: 'radio_buttons', action_id: COUNTRY_INPUT, options };
  if (initial !== undefined) element.initial_option = initial;
  // Slack keeps the choice in a block of the same ID, so another list of countries is another block.
  const blockId = [COUNTRY_INPUT, ...choices.map(({ code }) => code)].join(':');
  const blocks: KnownBlock[] = [
    ...(problem === undefined ? [] : [warningBlock('numbers_problem', problem)]),
    { ...inputBlock(blockId, 'Numbers without a country code', element), optional: true },
  ];
  return blocks;
}

/** The country that stands in the form's state; undefined where none was chosen. */
export function readCountry(value: string | undefined): string | undefined {
  return value === NONE ? undefined : value;
}

/** What a form has to ask that it does not ask yet, with what to say above it and above the whole form. */
export function countriesToAsk(
  problems: readonly InputProblem[],
  shown: CountryChoices | undefined,
): { readonly choices: CountryChoices; readonly problem: string; readonly banner: string | undefined } | undefined {
  const countries = problems.find((problem) => problem.countries !== undefined)?.countries;
  if (countries === undefined || codesOf(countries) === codesOf(shown ?? [])) return undefined;
  const [ofNumbers, others] = [true, false].map((isWanted) =>
    problems.filter(({ field }) => (field === 'recipients') === isWanted).map(({ sentence }) => sentence),
  );
  return {
    choices: countries.map(({ code, label }) => ({ code, label })),
    problem: ofNumbers?.join(' ') ?? '',
    banner: others === undefined || others.length === 0 ? undefined : others.join(' '),
  };
}

function codesOf(choices: readonly { readonly code: string }[]): string {
  return choices.map(({ code }) => code).join(' ');
}
