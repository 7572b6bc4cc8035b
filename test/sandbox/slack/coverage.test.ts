import { readFileSync } from 'node:fs';
import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { BLOCK_COVERAGE, coverageOf, coverageTables, METHOD_COVERAGE } from '../../../sandbox/slack/coverage.ts';
import { checkBlocks, checkView } from '../../../sandbox/slack/validate/check.ts';
import { APP_TOKEN, BOT_TOKEN, startSlack } from '../support/slack.ts';

const isThere = (state: string | undefined) => state === 'supported' || state === 'partial';
const named = Object.keys(METHOD_COVERAGE).filter((method) => !method.endsWith('.*'));

/** Every method that Slack's own client knows. */
function methodsOfClient(value: object = new WebClient(), path: readonly string[] = []): readonly string[] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    const at = [...path, name];
    if (typeof part === 'function') return path.length > 0 ? [at.join('.')] : [];
    const isFamily = typeof part === 'object' && part !== null && part.constructor === Object && !name.startsWith('_');
    return isFamily ? methodsOfClient(part, at) : [];
  });
}

const text = { type: 'plain_text', text: 'Words' };
const cell = { type: 'raw_text', text: 'Words' };
const SAMPLES: Readonly<Record<string, object>> = {
  actions: { elements: [{ type: 'button', action_id: 'a', text }] },
  alert: { text },
  card: { title: text },
  container: { title: text, child_blocks: [{ type: 'divider' }] },
  context: { elements: [text] },
  data_table: { caption: 'Words', rows: [[cell], [cell]] },
  divider: {},
  header: { text },
  image: { image_url: 'https://example.com/a.png', alt_text: 'Words' },
  input: { label: text, element: { type: 'plain_text_input', action_id: 'a' } },
  markdown: { text: 'Words' },
  rich_text: { elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'Words' }] }] },
  section: { text },
  table: { rows: [[cell], [cell]] },
};

function problemsOf(type: string): readonly string[] {
  const block = { type, ...SAMPLES[type] };
  if (type !== 'alert') return checkBlocks([block]).map(({ message }) => message);
  return checkView({ type: 'modal', title: text, blocks: [block] }).map(({ message }) => message);
}

describe('the ledger of what the local Slack does', () => {
  it('has a line for every method that Slack’s client knows', () => {
    const methods = methodsOfClient();

    expect(methods.length).toBeGreaterThan(200);
    expect(methods.filter((method) => coverageOf(method) === undefined)).toEqual([]);
  });

  it('says of every method that is there that it is there', async () => {
    const slack = await startSlack();

    expect(slack.methodNames.filter((method) => !isThere(METHOD_COVERAGE[method]?.state))).toEqual([]);
  });

  it.each(named)('is right about %s', async (method) => {
    const slack = await startSlack();
    const token = method === 'apps.connections.open' ? APP_TOKEN : BOT_TOKEN;

    const response = await fetch(`${slack.origin}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });

    const { error } = (await response.json()) as { error?: string };
    expect(error !== 'unknown_method').toBe(isThere(METHOD_COVERAGE[method]?.state));
  });

  it.each(Object.entries(BLOCK_COVERAGE))('is right about the block %s', (type, { state }) => {
    const problems = problemsOf(type);

    if (isThere(state)) expect(problems).toEqual([]);
    else expect(problems.join()).toMatch(/unsupported type/);
  });

  it('stands in docs/sandbox.md as it is', () => {
    expect(readFileSync('docs/sandbox.md', 'utf8')).toContain(coverageTables());
  });
});
