import { SCENARIOS } from '../sandbox/scenarios/scenarios.ts';
import { coverageTables } from '../sandbox/slack/coverage.ts';

/** The sandbox's page with its two parts made from the code: the scenarios, and what the local Slack does. */
export function withSandboxTables(current: string): string {
  return inserted(inserted(current, 'scenarios', scenarioTable()), 'coverage', coverageTables());
}

function scenarioTable(): string {
  const rows = SCENARIOS.map(({ name, title, shows }) => `| \`${name}\` | ${title} | ${shows} |`);
  return ['| scenario | what happens | what it shows |', '|---|---|---|', ...rows].join('\n');
}

function inserted(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}: written by npm run docs -->`, `<!-- end of ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/sandbox.md lacks its markers for ${name}.`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
