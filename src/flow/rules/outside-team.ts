import { maskPhoneNumber, type PhoneNumber } from '../../core/recipients/phone-number.ts';
import { type Mode, outsideTeamSentence, PROVE_A_NUMBER } from '../../core/rules/mode.ts';
import type { NumberCodes } from '../ports/store/rules/number-codes.ts';

/**
 * Those of the numbers that the mode keeps messages from, as a form tells it; none where it keeps them from no one in particular.
 * The claim looks again. Rejects when the ledger does not answer.
 */
export type FindOutsideTeam = (numbers: readonly PhoneNumber[]) => Promise<readonly PhoneNumber[]>;

interface Needs {
  readonly mode: Mode;
  readonly teamNumbers: readonly PhoneNumber[];
  readonly numberCodes: Pick<NumberCodes, 'findProved'>;
}

export function createFindOutsideTeam({ mode, numberCodes, teamNumbers }: Needs): FindOutsideTeam {
  const team = new Set(teamNumbers);
  return async (numbers) => {
    const others = mode === 'team' ? numbers.filter((number) => !team.has(number)) : [];
    if (others.length === 0) return [];
    const proved = await numberCodes.findProved(others);
    return others.filter((number) => !proved.has(number));
  };
}

/** What keeps a message from leaving as it stands, and what to do; undefined where nothing does. */
export function outsideTeamProblem(outside: readonly PhoneNumber[]): string | undefined {
  if (outside.length === 0) return undefined;
  const them = outside.length === 1 ? 'it' : 'them';
  return `${outsideTeamSentence(outside.map(maskPhoneNumber))} Leave ${them} out, or ask your admin to add ${them} to TEAM_NUMBERS. ${PROVE_A_NUMBER}`;
}

/** What the review of a list says of the rows that the mode keeps back; undefined where there are none. */
export function outsideTeamNote(outside: readonly PhoneNumber[]): string | undefined {
  if (outside.length === 0) return undefined;
  const get = outside.length === 1 ? 'It gets' : 'They get';
  return `${outsideTeamSentence(outside.map(maskPhoneNumber))} ${get} nothing.`;
}
