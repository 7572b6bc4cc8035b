import { describe, expect, it } from 'vitest';
import type { Template } from '../../../src/core/template/template.ts';
import type { WhyNotOffered } from '../../../src/flow/rules/ask-rules.ts';
import { createNoteNotOffered } from '../../../src/flow/rules/not-offered.ts';
import { BOOKING } from '../../support/sends.ts';
import { memoryLog } from '../../support/slack.ts';

/** A bot with so many templates, of which the named ones are kept from this person by these rules. */
function openPicker(count: number, rules: Readonly<Record<string, number>>, why?: WhyNotOffered) {
  const log = memoryLog();
  const off: Template = { ...BOOKING, name: 'off', status: 'PAUSED' };
  const templates = Array.from({ length: count }, (_, at) => ({ ...BOOKING, name: `t${at}` }));
  const note = createNoteNotOffered({
    catalogue: { search: (_, max) => [...templates, off].slice(0, max) },
    whyNotOffered:
      why ??
      (async () =>
        ({ name }) => {
          const rule = rules[name];
          return rule === undefined ? undefined : { rule, file: 'policy.yml' };
        }),
    log,
  });
  return { log, note: () => note('U1', 'C1') };
}

describe('the note under the picker', () => {
  it.each<[string, Readonly<Record<string, number>>, string | undefined]>([
    ['nothing is left out', {}, undefined],
    ['what cannot be sent anyway is no news', { off: 1 }, undefined],
    ['one', { t3: 2 }, '1 template is not offered to you here (policy.yml, rule 2).'],
    ['two by one rule', { t3: 2, t4: 2 }, '2 templates are not offered to you here (policy.yml, rule 2).'],
    ['by two rules', { t3: 10, t4: 2 }, '2 templates are not offered to you here (policy.yml, rules 2 and 10).'],
    [
      'by three rules, however many templates there are',
      { t0: 4, t1: 2, t200: 1, t299: 4 },
      '4 templates are not offered to you here (policy.yml, rules 1, 2 and 4).',
    ],
  ])('says how many templates are not offered, and by which rules: %s', async (_, rules, sentence) => {
    expect(await openPicker(300, rules).note()).toBe(sentence);
  });

  it.each<[string, WhyNotOffered, readonly string[]]>([
    ['leave nothing out', async () => undefined, []],
    ['fail', () => Promise.reject(new Error('away')), ['warn rules of the picker not asked']],
    ['take too long', () => new Promise(() => undefined), []],
  ])('is left out where the rules %s, and the form opens all the same', async (_, why, lines) => {
    const { log, note } = openPicker(3, {}, why);

    expect(await note()).toBeUndefined();
    expect(log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual(lines);
  });
});
