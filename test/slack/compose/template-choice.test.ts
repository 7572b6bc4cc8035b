import { describe, expect, it } from 'vitest';
import { placeholdersOf, type Template } from '../../../src/core/template/template.ts';
import type { FreshCatalogue } from '../../../src/flow/ports/templates.ts';
import { inputFor, inputsOf, startSlack, templateOf, textsIn } from '../../support/slack.ts';
import { BOOKING, catalogueOf, DELAY, slackNeeds } from '../../support/slack-needs.ts';

const INCIDENT = templateOf({
  name: 'incident',
  body: {
    text: 'Team {{1}}, severity *{{2}}* on {{3}}.',
    parameters: [
      { name: '1', label: 'Team', example: undefined },
      { name: '2', label: 'Severity', example: undefined },
      { name: '3', label: 'Day', example: undefined },
    ],
  },
  fieldSettings: {
    1: { label: 'Team', standard: 'Support' },
    2: { label: 'Severity', hint: 'As agreed on the call', format: { kind: 'list', values: ['SEV-1', 'SEV-2'] } },
    3: { label: 'Day', format: { kind: 'date' } },
  },
});
const HANDOVER = templateOf({
  name: 'handover',
  body: { text: 'To {{1}}.', parameters: [{ name: '1', label: 'Team', example: undefined }] },
});

async function open(text: string, ...templates: Template[]) {
  return openWith(text, catalogueOf(...templates));
}

async function openWith(text: string, catalogue: FreshCatalogue) {
  const { needs, reviewed } = slackNeeds({ needs: { catalogue } });
  const slack = await startSlack(needs);
  await slack.command(`/whatsapp-send ${text}`);
  return { slack, reviewed };
}

describe('a template that cannot be sent', () => {
  it.each([
    [{ status: 'PAUSED' }, /is paused by WhatsApp .* Choose another template/],
    [{ status: 'REJECTED' }, /was rejected by WhatsApp/],
    [{ status: 'DISABLED' }, /was disabled by WhatsApp/],
    [{ status: 'PENDING' }, /waits for approval by WhatsApp/],
    [{ status: 'PENDING_DELETION' }, /is being deleted at WhatsApp/],
    [{ status: 'UNKNOWN Odd' }, /has the status “Odd”, which is not known here, so it is not sent/],
    [{ unsendable: 'has a carousel' }, /cannot be sent from here: it has a carousel\. Choose another template/],
  ] as const)('shows why and what to do in place of its fields: %j', async (change, expected) => {
    const { slack } = await open('booking_confirm', { ...BOOKING, ...change });

    expect(textsIn(slack.view.blocks)).toMatch(expected);
    expect(inputFor(slack.view, 'param_1')).toBeUndefined();
    expect(textsIn(slack.view.blocks)).toContain('⟨Booking number⟩');
  });
});

describe('a template that WhatsApp has flagged', () => {
  it('is filled in under a warning', async () => {
    const { slack } = await open('booking_confirm', { ...BOOKING, status: 'FLAGGED' });

    expect(textsIn(slack.view.blocks)).toContain('⚠ booking_confirm was flagged by WhatsApp because');
    expect(inputFor(slack.view, 'param_1')).toBeDefined();
  });
});

describe('what an owner says about fields', () => {
  it('becomes a default, a hint and a list to choose from', async () => {
    const { slack } = await open('incident', INCIDENT);

    expect(inputFor(slack.view, 'param_1')?.element).toMatchObject({ initial_value: 'Support' });
    expect(inputFor(slack.view, 'param_2')).toMatchObject({
      hint: { text: 'As agreed on the call' },
      element: { type: 'static_select', options: [{ value: 'SEV-1' }, { value: 'SEV-2' }] },
    });
    expect(inputFor(slack.view, 'param_3')?.hint?.text).toBe('A date with its day, like 14 July 2026.');
  });

  it('is read back as a value, the chosen one too', async () => {
    const { slack, reviewed } = await open('incident', INCIDENT);

    await slack.submit({ param_2: 'SEV-2', param_3: '14 July', recipients: '+919876543210' });

    expect(reviewed[0]?.values).toEqual({ param_1: 'Support', param_2: 'SEV-2', param_3: '14 July' });
  });

  it('does not follow to another template as long as it is unchanged', async () => {
    const { slack } = await open('incident', INCIDENT, HANDOVER);

    await slack.choose('handover:en');

    expect(inputFor(slack.view, 'param_1')?.element).not.toHaveProperty('initial_value');
  });

  it('follows once it was changed', async () => {
    const { slack } = await open('incident', INCIDENT, HANDOVER);

    await slack.choose('handover:en', { param_1: 'Night shift' });

    expect(inputFor(slack.view, 'param_1')?.element).toMatchObject({ initial_value: 'Night shift' });
  });

  it('offers no value that the list does not have', async () => {
    const severity = templateOf({
      name: 'free',
      body: { text: '{{1}}', parameters: [{ name: '1', label: 'Severity', example: undefined }] },
    });
    const { slack } = await open('free', severity, INCIDENT);

    await slack.choose('incident:en', { param_1: 'SEV-9' });

    expect(inputFor(slack.view, 'param_2')?.element).not.toHaveProperty('initial_option');
  });
});

describe('the text of a template before it is filled', () => {
  it('is formatted as the phone does it, around the empty places too', async () => {
    const { slack } = await open('incident', INCIDENT);

    expect(textsIn(slack.view.blocks)).toContain('Team ⟨Team⟩, severity ⟨Severity⟩ on ⟨Day⟩.');
    expect(placeholdersOf(textsIn(slack.view.blocks))).toEqual([]);
  });
});

describe('the age of the list', () => {
  it.each([
    [{ asOf: undefined, problem: undefined }, 'Templates of the file; Kaleyra’s list is on its way.'],
    [
      { asOf: undefined, problem: 'Kaleyra answered with HTTP 500' },
      'Templates of the file only: Kaleyra answered with HTTP 500. What WhatsApp paused or rejected since does not show.',
    ],
    [{ asOf: 0, problem: undefined }, 'Template list updated just now.'],
    [{ asOf: 2, problem: undefined }, 'Template list updated 2 min ago.'],
    [
      { asOf: 200, problem: 'Kaleyra could not be asked' },
      'Template list updated 3 h ago: Kaleyra could not be asked.',
    ],
    [{ asOf: 1500, problem: undefined }, 'Template list updated 1 day ago.'],
    [{ asOf: 4500, problem: undefined }, 'Template list updated 3 days ago.'],
  ])('stands under the picker: %j', async ({ asOf, problem }, expected) => {
    const at = asOf === undefined ? undefined : new Date(Date.now() - asOf * 60_000);

    const { slack } = await openWith('', { ...catalogueOf(BOOKING), freshness: () => ({ asOf: at, problem }) });

    expect(textsIn(slack.view.blocks)).toContain(expected);
  });

  it('is new after “Refresh templates”, with what the list says now and what was typed before', async () => {
    const before = catalogueOf(BOOKING);
    const after = catalogueOf({ ...BOOKING, status: 'PAUSED' });
    let now = before;
    const { slack } = await openWith('', {
      search: (query, limit) => now.search(query, limit),
      find: (name, language) => now.find(name, language),
      freshness: () => ({ asOf: now === after ? new Date() : undefined, problem: undefined }),
      refresh: async () => {
        now = after;
      },
    });

    await slack.pressInView('refresh_templates', '', { template: 'booking_confirm:en', recipients: '+919876543210' });

    expect(textsIn(slack.view.blocks)).toContain('Template list updated just now.');
    expect(textsIn(slack.view.blocks)).toContain('is paused by WhatsApp');
    expect(inputFor(slack.view, 'recipients')?.element).toMatchObject({ initial_value: '+919876543210' });
    expect(inputsOf(slack.view).some(({ element }) => 'action_id' in element && element.action_id === 'param_1')).toBe(
      false,
    );
  });
});

describe('“Show request”', () => {
  it('shows the fields as they will be posted, over the review', async () => {
    const { slack } = await open('flight_delay', DELAY);
    await slack.submit({ param_1: 'Asha', param_2: '14:05', recipients: '+919876543210' });

    await slack.pressInView('show_request', '');

    expect(slack.depth).toBe(3);
    expect(textsIn(slack.view.blocks)).toContain('to = 919876543210\nparams = "Asha","BK-77"');
    expect(textsIn(slack.view.blocks)).toContain('The API key and the callback address are added when it is sent');
  });

  it('says so when the review is too old', async () => {
    const { needs } = slackNeeds({ needs: { showRequest: async () => undefined } });
    const slack = await startSlack(needs);
    await slack.command('/whatsapp-send booking_confirm');
    await slack.submit({ recipients: '+919876543210' });

    await slack.pressInView('show_request', '');

    expect(textsIn(slack.view.blocks)).toContain('too old');
  });
});
