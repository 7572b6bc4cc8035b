import { describe, expect, it } from 'vitest';
import type { Template } from '../../../src/core/template/template.ts';
import { findByValue, templateValue } from '../../../src/slack/compose/template/template-value.ts';
import { startSlack, templateOf } from '../../support/slack.ts';
import { BOOKING, catalogueOf, DELAY, DELAY_HINDI, findTemplatesIn, slackNeeds } from '../../support/slack-needs.ts';

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

interface Group {
  readonly label: { readonly text: string };
  readonly options: Shown[];
}

async function searchGroups(query: string, templates: Template[], recent: string[] = []): Promise<Group[]> {
  const catalogue = catalogueOf(...templates);
  const findTemplates = findTemplatesIn(catalogue, recent);
  const slack = await startSlack(slackNeeds({ needs: { catalogue, findTemplates } }).needs);
  const [answer] = (await slack.search(query)) as [{ option_groups: Group[] }];
  return answer.option_groups;
}

describe('the template picker', () => {
  it('shows name, language, category and the first words', async () => {
    const [first] = await search('book');

    expect(first).toEqual({
      text: { type: 'plain_text', text: 'booking_confirm · English' },
      description: { type: 'plain_text', text: 'utility · Hello …, your booking … is confirmed.' },
      value: 'booking_confirm:en',
    });
  });

  it('lists what cannot be sent last, under a heading and with the reason', async () => {
    const groups = await searchGroups('', [
      DELAY_HINDI,
      { ...BOOKING, status: 'PAUSED' },
      { ...DELAY, unsendable: 'has a carousel' },
    ]);

    expect(
      groups.map(({ label, options }) => [label.text, ...options.map(({ description }) => description.text)]),
    ).toEqual([
      ['Templates', expect.stringMatching(/^utility · /)],
      [
        'Cannot be sent now',
        expect.stringMatching(/^paused by WhatsApp · utility/),
        expect.stringMatching(/^cannot be sent from here: has a carousel · utility/),
      ],
      ['Not in this list', expect.any(String)],
    ]);
  });

  it('puts the recent ones on top and nowhere else', async () => {
    const groups = await searchGroups(
      '',
      [BOOKING, DELAY, DELAY_HINDI],
      ['flight_delay:hi', 'gone:en', 'booking_confirm:en'],
    );

    expect(groups.map(({ label, options }) => [label.text, ...options.map(({ value }) => value)])).toEqual([
      ['Recent', 'flight_delay:hi', 'booking_confirm:en'],
      ['All others', 'flight_delay:en'],
      ['Not in this list', '='],
    ]);
  });

  it('ends with a way to name a template that is not in the list', async () => {
    const options = await search('');

    expect(options.at(-1)).toMatchObject({ text: { text: 'Another template, by its name' }, value: '=' });
  });

  it('takes over a name that no template has', async () => {
    expect(await search('brand_new')).toMatchObject([
      { text: { text: 'By its name: brand_new' }, value: '=brand_new' },
    ]);
  });

  it('offers no template by its name that is in the list', async () => {
    const values = (await search('booking_confirm')).map(({ value }) => value);

    expect(values).toEqual(['booking_confirm:en', '=']);
  });

  it('offers by its name nothing that is no name', async () => {
    expect((await search('Hello you')).at(-1)).toMatchObject({ value: '=' });
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
