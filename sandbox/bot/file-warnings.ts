import { isJsonObject, parseJson } from '../../src/core/json.ts';

/** What the bot last said of one of its files. */
interface Remark {
  readonly about: 'templates' | 'ledger';
  /** Empty when nothing is wrong with it any more. */
  readonly sentences: readonly string[];
}

export interface FileWarnings {
  /** Reads a line that a bot logged. @returns what it says that was not known before */
  read(line: string): readonly string[];
  /** What is wrong with the files now, in sentences. */
  current(): readonly string[];
}

/** The warnings of a bot about its files: a person who starts the sandbox does not read its log. */
export function createFileWarnings(): FileWarnings {
  const remarks = new Map<Remark['about'], readonly string[]>();
  return {
    read(line) {
      const remark = remarkOf(parseJson(line));
      if (remark === undefined) return [];
      const known = remarks.get(remark.about) ?? [];
      remarks.set(remark.about, remark.sentences);
      return remark.sentences.filter((sentence) => !known.includes(sentence));
    },
    current: () => [...remarks.values()].flat(),
  };
}

function remarkOf(line: unknown): Remark | undefined {
  if (!isJsonObject(line) || typeof line['msg'] !== 'string') return undefined;
  const { msg, level, problem, problems, sentences, left } = line;
  if (msg === 'templates read') return problems === 0 ? { about: 'templates', sentences: [] } : undefined;
  if (msg === 'template file not read') return { about: 'templates', sentences: [String(problem)] };
  if (msg === 'templates to fix' && Array.isArray(sentences)) {
    const more = Number(left) > 0 ? [`${left} more: npm run templates -- check lists them.`] : [];
    return { about: 'templates', sentences: [...sentences.map(String), ...more] };
  }
  const isOfLedgerFile = level === 'warn' && /ledger file|folder of the ledger/.test(msg);
  return isOfLedgerFile ? { about: 'ledger', sentences: [`The ledger’s file: ${msg}.`] } : undefined;
}
