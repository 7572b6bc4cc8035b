import { variables } from '../src/config/config.ts';

const BEGIN = '<!-- configuration: written by `npm run docs` -->';
const END = '<!-- /configuration -->';

/** @returns the README with its table of variables as `src/config/config.ts` has them. */
export function withConfigurationTable(readme: string): string {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error('The README has lost the marks around its table of variables.');
  return `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`;
}

function table(): string {
  const rows = variables().map(({ name, description, standard }) => `| \`${name}\` | ${description} | ${standard} |`);
  return ['| variable | meaning | default |', '|---|---|---|', ...rows].join('\n');
}
