/**
 * The values of a `params` line. Kaleyra documents `"John","Doe"` and shows `John","Doe` and `a,b` at work: a line of
 * comma-separated values whose quotes are optional and protect commas. A doubled quote inside quotes is one quote.
 */
export function parseParams(line: string): readonly string[] {
  if (line.trim() === '') return [];
  const values: string[] = [];
  let rest = line;
  for (;;) {
    const { value, length } = takeValue(rest);
    values.push(value);
    if (length >= rest.length) return values;
    rest = rest.slice(length + 1);
  }
}

function takeValue(line: string): { value: string; length: number } {
  const quoted = /^\s*"((?:[^"]|"")*)"?\s*(?=,|$)/.exec(line);
  if (quoted) return { value: (quoted[1] ?? '').replaceAll('""', '"'), length: quoted[0].length };
  const bare = /^[^,]*/.exec(line)?.[0] ?? '';
  return { value: bare.trim().replace(/^"|"$/g, ''), length: bare.length };
}
