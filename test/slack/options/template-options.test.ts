import { describe, expect, it } from 'vitest';
import { findByValue, templateValue } from '../../../src/slack/options/template-value.ts';
import { startSlack, templateOf } from '../../support/slack.ts';
import { BOOKING, catalogueOf, slackNeeds } from '../../support/slack-needs.ts';

interface Shown {
  readonly text: { readonly text: string };
  readonly description: { readonly text: string };
  readonly value: string;
}

async function search(query: string, catalogue = catalogueOf(BOOKING)): Promise<Shown[]> {
  const slack = await startSlack(slackNeeds({ needs: { catalogue } }).needs);
  const [answer] = (await slack.search(query)) as [{ options: Shown[] }];
  return answer.options;
}

describe('the template picker', () => {
  it('shows name, language, category and the first words', async () => {
    const [first] = await search('book');

    expect(first).toEqual({
      text: { type: 'plain_text', text: 'booking_confirm' },
      description: { type: 'plain_text', text: 'English · utility · Hello …, your booking … is confirmed.' },
      value: 'booking_confirm:en',
    });
  });

  it('says first when a template is not approved', async () => {
    const [first] = await search('', catalogueOf({ ...BOOKING, status: 'PAUSED' }));

    expect(first?.description.text).toMatch(/^not approved \(paused\) · English/);
  });

  it('ends with a way to name a template that is not in the list', async () => {
    const options = await search('');

    expect(options.at(-1)).toMatchObject({ text: { text: 'Another template, by its name' }, value: '=' });
  });

  it('takes over a name that nobody has', async () => {
    expect(await search('brand_new')).toMatchObject([
      { text: { text: 'By its name: brand_new' }, value: '=brand_new' },
    ]);
  });

  it('keeps to what Slack takes, however long, many and odd the templates are', async () => {
    const odd = Array.from({ length: 300 }, (_, index) =>
      templateOf({
        name: `${'n'.repeat(200)}${index}`,
        language: 'en_US',
        body: { text: `${'😀'.repeat(100)}\n`, parameters: [] },
      }),
    );

    const options = await search('', catalogueOf(...odd));

    expect(options).toHaveLength(100);
    expect(new Set(options.map(({ value }) => value)).size).toBe(100);
    for (const { description, text, value } of options) {
      expect(text.text.length).toBeLessThanOrEqual(75);
      expect(description.text.length).toBeLessThanOrEqual(75);
      expect(description.text.isWellFormed()).toBe(true);
      expect(value.length).toBeLessThanOrEqual(150);
    }
  });

  it('finds a template again by a value that had no room for its name', () => {
    const long = templateOf({ name: 'x'.repeat(400) });
    const catalogue = catalogueOf(BOOKING, templateOf({ name: `${'x'.repeat(399)}y` }), long);

    expect(findByValue(catalogue, templateValue(long))).toBe(long);
    expect(findByValue(catalogue, templateValue(BOOKING))).toBe(BOOKING);
  });
});
