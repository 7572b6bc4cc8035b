import type { Log } from '../../flow/ports/log.ts';

/** What one check of a configuration found. */
export type Finding =
  | { readonly state: 'well'; readonly says: string }
  | {
      /** `broken` has to be fixed; `unclear` could not be found out; `note` is a choice, or cannot be asked of anybody. */
      readonly state: 'broken' | 'unclear' | 'note';
      readonly says: string;
      /** What to do about it. */
      readonly fix: string;
    };

export type Check = () => Promise<Finding>;

/** The doctor shows findings, and nothing of what the parts that it opens log. */
export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
/** The longest that one check waits for an answer. */
export const ASK_TIMEOUT_MS = 5_000;

const SIGNS = { well: '✓', broken: '✕', unclear: '?', note: '–' } as const;

/** A finding as it is printed, with what to do under it. */
export function lineOf(finding: Finding): string {
  const line = `${SIGNS[finding.state]} ${finding.says}\n`;
  return finding.state === 'well' ? line : `${line}  ${finding.fix}\n`;
}

/** The last line. @param findings all of them */
export function conclusionOf(findings: readonly Finding[]): string {
  const { well, broken, unclear } = countsOf(findings);
  const passed = well === 1 ? '1 check passed' : `${well} checks passed`;
  const open = unclear === 1 ? '1 check could not be made' : `${unclear} checks could not be made`;
  if (broken > 0) {
    const fix = broken === 1 ? '1 thing has to be fixed' : `${broken} things have to be fixed`;
    return `${unclear > 0 ? `${fix}, and ${open}` : fix}; ${passed}.`;
  }
  return unclear > 0 ? `Nothing wrong was found, but ${open}; ${passed}.` : `All is well: ${passed}.`;
}

/** 0 all is well, 1 something has to be fixed, 2 something could not be found out. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 | 2 {
  const { broken, unclear } = countsOf(findings);
  if (broken > 0) return 1;
  return unclear > 0 ? 2 : 0;
}

function countsOf(findings: readonly Finding[]): Readonly<Record<Finding['state'], number>> {
  const count = (wanted: Finding['state']) => findings.filter(({ state }) => state === wanted).length;
  return { well: count('well'), broken: count('broken'), unclear: count('unclear'), note: count('note') };
}
